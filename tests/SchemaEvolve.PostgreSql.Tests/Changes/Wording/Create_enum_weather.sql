CREATE TYPE "weather" AS ENUM ('sunny', 'it''s wet');

