"""What the demo company's deals lead to: activities, offers, orders, invoices, credit notes, payments."""
