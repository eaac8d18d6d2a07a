-- sales.Größen "x": AccessExclusive, scans
ALTER TABLE "sales"."Größen ""x""" ADD CONSTRAINT "ex_sizes" EXCLUDE USING "gist" ((int8range("a", "b", '[]')) WITH &&);

