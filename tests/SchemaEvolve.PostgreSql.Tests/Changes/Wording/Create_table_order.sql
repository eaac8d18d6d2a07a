CREATE TABLE "order" (
    "select" integer NOT NULL,
    "My ""Größe""" integer NOT NULL,
    CONSTRAINT "pk_order" PRIMARY KEY ("select"),
    CONSTRAINT "fk; DROP TABLE x; --" FOREIGN KEY ("My ""Größe""") REFERENCES "order" ("select") DEFERRABLE INITIALLY DEFERRED
);

