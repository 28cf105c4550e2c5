DROP INDEX "messages_copy_bands";--> statement-breakpoint
-- Rebuilt without its list of pending entries, which every look-up read from end to end.
CREATE INDEX "messages_copy_bands" ON "messages" USING gin ("copy_bands") WITH (fastupdate=false);