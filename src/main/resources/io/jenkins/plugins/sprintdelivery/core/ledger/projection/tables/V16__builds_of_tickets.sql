-- Where the builds of a ticket are found.

-- three numbers for each job with builds that carry the ticket: the job's, and the lowest and the highest number of such a
-- build (bounds, not always met)
ALTER TABLE tickets ADD COLUMN builds BIGINT ARRAY DEFAULT CAST(ARRAY[] AS BIGINT ARRAY) NOT NULL;

-- what the controller's rows hold; where that is less than this version writes, they are made anew
ALTER TABLE controllers ADD COLUMN layout INT DEFAULT 0 NOT NULL;
