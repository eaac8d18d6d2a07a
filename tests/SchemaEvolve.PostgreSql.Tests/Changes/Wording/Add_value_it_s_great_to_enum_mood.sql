-- In no transaction
ALTER TYPE "mood" ADD VALUE 'it''s great';

