-- sales.Größen "x": ShareUpdateExclusive
ALTER TABLE "sales"."Größen ""x""" RESET (fillfactor);

