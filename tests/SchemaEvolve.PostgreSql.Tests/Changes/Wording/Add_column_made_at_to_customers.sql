-- customers: AccessExclusive
ALTER TABLE "customers" ADD COLUMN "made_at" timestamptz NOT NULL DEFAULT now();

