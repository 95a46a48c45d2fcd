"""Approval (先审批、后发布): the terms of records, chains and policy, as pure values and functions; a leaf package."""
