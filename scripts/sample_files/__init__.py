"""The attachments of the sample office, made from its own items: a file never disagrees with its page."""
