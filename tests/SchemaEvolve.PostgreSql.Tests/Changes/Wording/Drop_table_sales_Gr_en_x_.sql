-- sales.Größen "x": AccessExclusive
DROP TABLE "sales"."Größen ""x""";

