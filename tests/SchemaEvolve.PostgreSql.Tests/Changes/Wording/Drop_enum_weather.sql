DROP TYPE "weather";

