"""Intake: documents from elsewhere become item files. Stands beside the stages and uses read and check."""
