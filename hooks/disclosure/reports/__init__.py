"""Papers made from figures and the catalog: the annual report, the circular. Pure; the verbs write them."""
