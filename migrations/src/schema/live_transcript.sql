-- Calls that are written down while they go on.

-- It needs a notice, too: nobody is written down who was not told.
ALTER TABLE lines ADD COLUMN live_transcript BOOLEAN NOT NULL DEFAULT FALSE;

-- How far each live transcription of a call is; what was said stands with the segments of its transcript.
CREATE TABLE live_transcriptions (
    workspace_id  UUID NOT NULL,
    call_id       UUID NOT NULL,
    transcription TEXT NOT NULL,
    progress      TEXT NOT NULL,
    updated_at    BIGINT NOT NULL,
    CONSTRAINT live_transcriptions_pkey PRIMARY KEY (workspace_id, call_id, transcription),
    CONSTRAINT live_transcriptions_transcript_fkey FOREIGN KEY (workspace_id, call_id)
        REFERENCES transcripts (workspace_id, call_id)
);
