"""Asks Twilio's own helper: one case as JSON per line in, `<signature> <True|False>` per line out.

A case is signed as Twilio would sign it (`signed_url`, `signed_params`, `signed_token`), bent where it says so (`flip`),
and then judged as the helper judges a request (`url`, `params` or `body`, `token`).
"""

import json
import sys

from twilio.request_validator import RequestValidator


class Fields:
    """Names with several values, in the form that the helper reads."""

    def __init__(self, pairs):
        self.pairs = pairs

    def __iter__(self):
        return iter(name for name, _ in self.pairs)

    def __len__(self):
        return len(self.pairs)

    def getall(self, wanted):
        return [value for name, value in self.pairs if name == wanted]


for line in sys.stdin:
    case = json.loads(line)
    signer = RequestValidator(case["signed_token"])
    signature = signer.compute_signature(case["signed_url"], Fields(case["signed_params"]))
    if case["flip"] is not None:
        at = case["flip"] % len(signature)
        other = "A" if signature[at] != "A" else "B"
        signature = signature[:at] + other + signature[at + 1 :]
    given = case["body"] if case["body"] is not None else Fields(case["params"])
    verdict = RequestValidator(case["token"]).validate(case["url"], given, signature)
    print(signature, verdict)
