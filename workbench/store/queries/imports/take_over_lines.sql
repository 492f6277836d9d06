-- Give the lines the states that this unit of work has appended to their history so far, one a line.
update line set
  opportunity_id = h.opportunity_id,
  position = h.position,
  family_id = h.family_id,
  article = h.article,
  description = h.description,
  quantity = h.quantity,
  unit_price = h.unit_price,
  gross = h.gross,
  discount = h.discount,
  net = h.net,
  expected_revenue = h.expected_revenue,
  expected_order_date = h.expected_order_date,
  expected_delivery_date = h.expected_delivery_date,
  expected_invoice_date = h.expected_invoice_date,
  closed_date = h.closed_date,
  note = h.note,
  archived = h.archived
from line_history as h
where h.unit_id = $unit_id and h.id = line.id
