//! Every setting with its default and its meaning, as `callboard config` prints it.

/// One setting.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Setting {
    /// TOML key; the environment variable is `CALLBOARD_` and the key in upper case.
    pub key: &'static str,
    /// Value when nothing is set.
    pub default: &'static str,
    /// What it does.
    pub meaning: &'static str,
    /// The value may hold a password and is not shown.
    pub secret: bool,
}

impl Setting {
    /// Name of the environment variable.
    pub fn variable(&self) -> String {
        format!("CALLBOARD_{}", self.key.to_ascii_uppercase())
    }
}

const fn setting(key: &'static str, default: &'static str, meaning: &'static str) -> Setting {
    Setting { key, default, meaning, secret: false }
}

const fn secret(key: &'static str, meaning: &'static str) -> Setting {
    Setting { key, default: "", meaning, secret: true }
}

/// All settings.
pub const SETTINGS: &[Setting] = &[
    setting("listen", "127.0.0.1:8080", "Address and port to serve on."),
    Setting {
        key: "database_url",
        default: "sqlite://data/callboard.db",
        meaning: "SQLite file (sqlite://path) or PostgreSQL (postgres://user:password@host/database).",
        secret: true,
    },
    setting("data_dir", "data", "Folder for files; made when it is missing."),
    setting(
        "public_url",
        "http://127.0.0.1:8080",
        "The address that browsers use. With https:// cookies are Secure; other origins are refused.",
    ),
    setting("database_pool", "4", "Database connections of this process; two a core is plenty."),
    setting(
        "log",
        "info",
        "Which log lines are written, such as info or callboard_app=debug,warn.",
    ),
    setting("log_format", "text", "text for people, json for machines."),
    setting(
        "trust_forwarded_for",
        "false",
        "Take the client's address from the last X-Forwarded-For entry: only behind a proxy that sets it.",
    ),
    setting(
        "metrics_listen",
        "",
        "Address and port of /metrics, /healthz and /readyz for machines, without a password: loopback or an inner network. Empty: off.",
    ),
    setting(
        "otlp_endpoint",
        "",
        "OpenTelemetry collector that takes traces over HTTP, such as http://127.0.0.1:4318. Empty: no traces.",
    ),
    setting(
        "api_key_requests_per_hour",
        "1000",
        "Requests that an API key may send in an hour; 0 is no limit.",
    ),
    setting(
        "member_requests_per_hour",
        "50000",
        "Requests that a signed-in member may send in an hour, all browsers together; 0 is no limit.",
    ),
    Setting {
        key: "secret_key",
        default: "",
        meaning: "Signs download links; 32 characters or more, the same for all replicas. Without it one is made in the data folder.",
        secret: true,
    },
    setting("export_keep_days", "7", "Days after which the file of an export is removed."),
    setting("export_link_minutes", "15", "Minutes for which a download link opens; 15 at most."),
    setting(
        "twilio_account_sid",
        "",
        "Account of Twilio (AC…) through which workspaces call and text. Empty: no telephone but the pretend one of the demo.",
    ),
    secret(
        "twilio_auth_token",
        "The account's token: it proves that a report comes from Twilio, and opens the API when there is no API key.",
    ),
    secret(
        "twilio_auth_token_other",
        "The token before or after it, while it is being changed: reports signed with either are believed.",
    ),
    setting(
        "hooks_url",
        "",
        "The https address under which the telephone company reaches this server, when it is not public_url: a tunnel, another name.",
    ),
    setting(
        "hooks_from",
        "",
        "Networks that the telephone company may report from, such as 203.0.113.0/24, 198.51.100.7. Empty: any; signatures decide. \
         Behind a proxy it needs trust_forwarded_for.",
    ),
    setting(
        "twilio_api_key_sid",
        "",
        "API key of Twilio (SK…); needed for telephones in browsers.",
    ),
    secret("twilio_api_key_secret", "The secret of that key."),
    setting(
        "twilio_api_url",
        "https://api.twilio.com",
        "Where Twilio's API is; another region or a pretend one.",
    ),
    setting(
        "files_url",
        "",
        "Where files are kept: s3://bucket or s3://bucket/folder. Empty: the folder files within the data folder.",
    ),
    setting(
        "files_endpoint",
        "",
        "Address of a store that speaks S3, such as https://minio.example.com:9000. Empty: Amazon's own.",
    ),
    setting("files_region", "us-east-1", "Region of the bucket."),
    setting(
        "files_key_id",
        "",
        "Name of the key that opens the bucket. Empty: that of the machine's role.",
    ),
    Setting {
        key: "files_secret",
        default: "",
        meaning: "The key that opens the bucket.",
        secret: true,
    },
    setting(
        "speech_url",
        "",
        "Server that writes down recordings (POST /v1/audio/transcriptions), such as http://127.0.0.1:9000. What customers say is sent there. Empty: nobody does.",
    ),
    Setting {
        key: "speech_key",
        default: "",
        meaning: "Key of the speech server. Empty: it wants none.",
        secret: true,
    },
    setting("speech_model", "whisper-1", "Model that the speech server is asked for."),
    setting(
        "speech_language",
        "",
        "Language of the calls, such as en. Empty: the speech server finds out.",
    ),
    secret(
        "smtp_url",
        "Mail server: smtps://user:password@host:465 or smtp://host:587. Empty: mail becomes files in the folder mail within the data folder.",
    ),
    setting(
        "mail_from",
        "",
        "Who mail comes from, such as Callboard <desk@example.com>. Needed with smtp_url.",
    ),
    setting(
        "media_link_minutes",
        "5",
        "Minutes for which a link to a recording or an attachment opens; 5 at most.",
    ),
    setting("demo", "false", "Make the demo workspace when the database has no workspace yet."),
];
