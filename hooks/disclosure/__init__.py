"""Publish what a government office must disclose (政府信息公开): read, check, model, render, index, publish, verify."""
