//! Files of counts and incidents read as rows of evidence: what counts, what does not, and why.
