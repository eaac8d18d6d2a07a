-- In no transaction
ALTER TYPE "sales"."size" ADD VALUE 'xs' BEFORE 's';

