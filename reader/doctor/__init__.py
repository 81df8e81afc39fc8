"""The doctor: what this machine lacks, said in one sentence before Qt would abort over it. No Qt here."""
