CREATE TABLE "everything" (
    "a_boolean" boolean NOT NULL DEFAULT TRUE,
    "an_int16" smallint DEFAULT -1,
    "an_int32" integer,
    "an_int64" bigint NOT NULL,
    "a_decimal" numeric(10,3) DEFAULT 1.5,
    "a_big_decimal" numeric(28,8),
    "a_real" real,
    "a_double" double precision DEFAULT 0.25,
    "a_text" text DEFAULT 'it''s',
    "a_short_text" varchar(10),
    "a_char" char(3),
    "bytes" bytea DEFAULT '\x01ff',
    "a_date" date DEFAULT '2026-03-14',
    "a_time" time,
    "a_timestamp" timestamptz DEFAULT now(),
    "a_local_timestamp" timestamp,
    "a_guid" uuid DEFAULT '00000000-0000-0000-0000-000000000000',
    "a_json" json,
    "twice" integer GENERATED ALWAYS AS ("an_int32" * 2) STORED,
    CONSTRAINT "pk_everything" PRIMARY KEY ("an_int64")
);

