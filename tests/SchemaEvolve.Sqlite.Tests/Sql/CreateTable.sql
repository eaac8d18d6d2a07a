-- Create table everything
CREATE TABLE "everything" (
    "a_boolean" BOOLEAN NOT NULL DEFAULT TRUE,
    "an_int16" SMALLINT DEFAULT -1,
    "an_int32" INT,
    "an_int64" BIGINT NOT NULL,
    "a_decimal" DECIMAL(10, 3) DEFAULT 1.5,
    "a_big_decimal" DECIMAL TEXT(28, 8),
    "a_real" REAL,
    "a_double" DOUBLE DEFAULT 0.25,
    "a_text" TEXT DEFAULT 'it''s',
    "a_short_text" VARCHAR(10) CHECK (length("a_short_text") <= 10),
    "a_char" CHAR(3) CHECK (length("a_char") <= 3),
    "bytes" BLOB DEFAULT X'01FF',
    "a_date" DATE DEFAULT '2026-03-14',
    "a_time" TIME,
    "a_timestamp" TIMESTAMPTZ DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now')),
    "a_local_timestamp" TIMESTAMP,
    "a_guid" UUID DEFAULT '00000000-0000-0000-0000-000000000000',
    "a_json" JSON TEXT,
    "twice" INT GENERATED ALWAYS AS ("an_int32" * 2) STORED,
    CONSTRAINT "pk_everything" PRIMARY KEY ("an_int64")
);

-- Create table order
CREATE TABLE "order" (
    "select" INT NOT NULL,
    "My ""Größe""" INT NOT NULL,
    CONSTRAINT "pk_order" PRIMARY KEY ("select"),
    CONSTRAINT "fk; DROP TABLE x; --" FOREIGN KEY ("My ""Größe""") REFERENCES "order" ("select") DEFERRABLE INITIALLY DEFERRED
);
