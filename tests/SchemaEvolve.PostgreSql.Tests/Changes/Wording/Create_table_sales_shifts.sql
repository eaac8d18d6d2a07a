CREATE TABLE "sales"."shifts" (
    "first" bigint,
    "last" bigint,
    CONSTRAINT "ex_shifts" EXCLUDE USING "gist" ((int8range("first", "last")) WITH &&)
);

