-- Written by hand: Drizzle has no words for it.
-- A vector of 512 float32 (2,048 bytes) lies just above the size from which PostgreSQL compresses values and moves them
-- out of the row (2,032 bytes). Vectors do not compress, and a second table to look them up in doubles the work: keep
-- them in the row up to a page. Measured in docs/decisions/0002-two-databases-one-schema.md.
ALTER TABLE "embeddings" ALTER COLUMN "vector" SET STORAGE EXTERNAL;--> statement-breakpoint
ALTER TABLE "embeddings" SET (toast_tuple_target = 8160);
