-- In how many rows of every column in which a person's words may stand something of a person is found.
with searched as (
select 'activity' as place, 'subject' as field, count(*) filter (where regexp_matches(t.subject, $pattern, 'i')) as found
from activity as t
union all
select 'activity' as place, 'outcome' as field, count(*) filter (where regexp_matches(t.outcome, $pattern, 'i')) as found
from activity as t
union all
select 'activity' as place, 'notes' as field, count(*) filter (where regexp_matches(t.notes, $pattern, 'i')) as found
from activity as t
union all
select 'activity' as place, 'external_id' as field, count(*) filter (where regexp_matches(t.external_id, $pattern, 'i')) as found
from activity as t
union all
select 'activity_history' as place, 'subject' as field, count(*) filter (where regexp_matches(t.subject, $pattern, 'i')) as found
from activity_history as t
union all
select 'activity_history' as place, 'outcome' as field, count(*) filter (where regexp_matches(t.outcome, $pattern, 'i')) as found
from activity_history as t
union all
select 'activity_history' as place, 'notes' as field, count(*) filter (where regexp_matches(t.notes, $pattern, 'i')) as found
from activity_history as t
union all
select 'activity_history' as place, 'external_id' as field, count(*) filter (where regexp_matches(t.external_id, $pattern, 'i')) as found
from activity_history as t
union all
select 'contact' as place, 'name' as field, count(*) filter (where regexp_matches(t.name, $pattern, 'i')) as found
from contact as t
union all
select 'contact' as place, 'name_folded' as field, count(*) filter (where regexp_matches(t.name_folded, $pattern, 'i')) as found
from contact as t
union all
select 'contact' as place, 'vat_number' as field, count(*) filter (where regexp_matches(t.vat_number, $pattern, 'i')) as found
from contact as t
union all
select 'contact' as place, 'sector' as field, count(*) filter (where regexp_matches(t.sector, $pattern, 'i')) as found
from contact as t
union all
select 'contact' as place, 'category' as field, count(*) filter (where regexp_matches(t.category, $pattern, 'i')) as found
from contact as t
union all
select 'contact' as place, 'address' as field, count(*) filter (where regexp_matches(t.address, $pattern, 'i')) as found
from contact as t
union all
select 'contact' as place, 'city' as field, count(*) filter (where regexp_matches(t.city, $pattern, 'i')) as found
from contact as t
union all
select 'contact' as place, 'city_folded' as field, count(*) filter (where regexp_matches(t.city_folded, $pattern, 'i')) as found
from contact as t
union all
select 'contact' as place, 'postcode' as field, count(*) filter (where regexp_matches(t.postcode, $pattern, 'i')) as found
from contact as t
union all
select 'contact' as place, 'region' as field, count(*) filter (where regexp_matches(t.region, $pattern, 'i')) as found
from contact as t
union all
select 'contact' as place, 'phone' as field, count(*) filter (where regexp_matches(t.phone, $pattern, 'i')) as found
from contact as t
union all
select 'contact' as place, 'email' as field, count(*) filter (where regexp_matches(t.email, $pattern, 'i')) as found
from contact as t
union all
select 'contact' as place, 'external_source' as field, count(*) filter (where regexp_matches(t.external_source, $pattern, 'i')) as found
from contact as t
union all
select 'contact' as place, 'external_id' as field, count(*) filter (where regexp_matches(t.external_id, $pattern, 'i')) as found
from contact as t
union all
select 'contact' as place, 'other_phones' as field, count(*) filter (where regexp_matches(t.other_phones, $pattern, 'i')) as found
from contact as t
union all
select 'contact' as place, 'other_emails' as field, count(*) filter (where regexp_matches(t.other_emails, $pattern, 'i')) as found
from contact as t
union all
select 'contact' as place, 'website' as field, count(*) filter (where regexp_matches(t.website, $pattern, 'i')) as found
from contact as t
union all
select 'contact' as place, 'competitors' as field, count(*) filter (where regexp_matches(t.competitors, $pattern, 'i')) as found
from contact as t
union all
select 'contact' as place, 'campaigns' as field, count(*) filter (where regexp_matches(t.campaigns, $pattern, 'i')) as found
from contact as t
union all
select 'contact' as place, 'notes' as field, count(*) filter (where regexp_matches(t.notes, $pattern, 'i')) as found
from contact as t
union all
select 'contact' as place, 'lead_reason' as field, count(*) filter (where regexp_matches(t.lead_reason, $pattern, 'i')) as found
from contact as t
union all
select 'contact_history' as place, 'name' as field, count(*) filter (where regexp_matches(t.name, $pattern, 'i')) as found
from contact_history as t
union all
select 'contact_history' as place, 'vat_number' as field, count(*) filter (where regexp_matches(t.vat_number, $pattern, 'i')) as found
from contact_history as t
union all
select 'contact_history' as place, 'sector' as field, count(*) filter (where regexp_matches(t.sector, $pattern, 'i')) as found
from contact_history as t
union all
select 'contact_history' as place, 'category' as field, count(*) filter (where regexp_matches(t.category, $pattern, 'i')) as found
from contact_history as t
union all
select 'contact_history' as place, 'address' as field, count(*) filter (where regexp_matches(t.address, $pattern, 'i')) as found
from contact_history as t
union all
select 'contact_history' as place, 'city' as field, count(*) filter (where regexp_matches(t.city, $pattern, 'i')) as found
from contact_history as t
union all
select 'contact_history' as place, 'postcode' as field, count(*) filter (where regexp_matches(t.postcode, $pattern, 'i')) as found
from contact_history as t
union all
select 'contact_history' as place, 'region' as field, count(*) filter (where regexp_matches(t.region, $pattern, 'i')) as found
from contact_history as t
union all
select 'contact_history' as place, 'phone' as field, count(*) filter (where regexp_matches(t.phone, $pattern, 'i')) as found
from contact_history as t
union all
select 'contact_history' as place, 'email' as field, count(*) filter (where regexp_matches(t.email, $pattern, 'i')) as found
from contact_history as t
union all
select 'contact_history' as place, 'external_source' as field, count(*) filter (where regexp_matches(t.external_source, $pattern, 'i')) as found
from contact_history as t
union all
select 'contact_history' as place, 'external_id' as field, count(*) filter (where regexp_matches(t.external_id, $pattern, 'i')) as found
from contact_history as t
union all
select 'contact_history' as place, 'other_phones' as field, count(*) filter (where regexp_matches(t.other_phones, $pattern, 'i')) as found
from contact_history as t
union all
select 'contact_history' as place, 'other_emails' as field, count(*) filter (where regexp_matches(t.other_emails, $pattern, 'i')) as found
from contact_history as t
union all
select 'contact_history' as place, 'website' as field, count(*) filter (where regexp_matches(t.website, $pattern, 'i')) as found
from contact_history as t
union all
select 'contact_history' as place, 'competitors' as field, count(*) filter (where regexp_matches(t.competitors, $pattern, 'i')) as found
from contact_history as t
union all
select 'contact_history' as place, 'campaigns' as field, count(*) filter (where regexp_matches(t.campaigns, $pattern, 'i')) as found
from contact_history as t
union all
select 'contact_history' as place, 'notes' as field, count(*) filter (where regexp_matches(t.notes, $pattern, 'i')) as found
from contact_history as t
union all
select 'contact_history' as place, 'lead_reason' as field, count(*) filter (where regexp_matches(t.lead_reason, $pattern, 'i')) as found
from contact_history as t
union all
select 'delivery' as place, 'error' as field, count(*) filter (where regexp_matches(t.error, $pattern, 'i')) as found
from delivery as t
union all
select 'event_log' as place, 'payload' as field, count(*) filter (where regexp_matches(t.payload, $pattern, 'i')) as found
from event_log as t
union all
select 'interaction' as place, 'subject' as field, count(*) filter (where regexp_matches(t.subject, $pattern, 'i')) as found
from interaction as t
union all
select 'interaction' as place, 'body' as field, count(*) filter (where regexp_matches(t.body, $pattern, 'i')) as found
from interaction as t
union all
select 'interaction' as place, 'outcome' as field, count(*) filter (where regexp_matches(t.outcome, $pattern, 'i')) as found
from interaction as t
union all
select 'interaction' as place, 'said_folded' as field, count(*) filter (where regexp_matches(t.said_folded, $pattern, 'i')) as found
from interaction as t
union all
select 'interaction' as place, 'external_id' as field, count(*) filter (where regexp_matches(t.external_id, $pattern, 'i')) as found
from interaction as t
union all
select 'interaction_history' as place, 'subject' as field, count(*) filter (where regexp_matches(t.subject, $pattern, 'i')) as found
from interaction_history as t
union all
select 'interaction_history' as place, 'body' as field, count(*) filter (where regexp_matches(t.body, $pattern, 'i')) as found
from interaction_history as t
union all
select 'interaction_history' as place, 'outcome' as field, count(*) filter (where regexp_matches(t.outcome, $pattern, 'i')) as found
from interaction_history as t
union all
select 'interaction_history' as place, 'external_id' as field, count(*) filter (where regexp_matches(t.external_id, $pattern, 'i')) as found
from interaction_history as t
union all
select 'invoice' as place, 'notes' as field, count(*) filter (where regexp_matches(t.notes, $pattern, 'i')) as found
from invoice as t
union all
select 'invoice' as place, 'external_id' as field, count(*) filter (where regexp_matches(t.external_id, $pattern, 'i')) as found
from invoice as t
union all
select 'invoice_history' as place, 'notes' as field, count(*) filter (where regexp_matches(t.notes, $pattern, 'i')) as found
from invoice_history as t
union all
select 'invoice_history' as place, 'external_id' as field, count(*) filter (where regexp_matches(t.external_id, $pattern, 'i')) as found
from invoice_history as t
union all
select 'invoice_line' as place, 'article' as field, count(*) filter (where regexp_matches(t.article, $pattern, 'i')) as found
from invoice_line as t
union all
select 'invoice_line' as place, 'description' as field, count(*) filter (where regexp_matches(t.description, $pattern, 'i')) as found
from invoice_line as t
union all
select 'invoice_line' as place, 'note' as field, count(*) filter (where regexp_matches(t.note, $pattern, 'i')) as found
from invoice_line as t
union all
select 'invoice_line_history' as place, 'article' as field, count(*) filter (where regexp_matches(t.article, $pattern, 'i')) as found
from invoice_line_history as t
union all
select 'invoice_line_history' as place, 'description' as field, count(*) filter (where regexp_matches(t.description, $pattern, 'i')) as found
from invoice_line_history as t
union all
select 'invoice_line_history' as place, 'note' as field, count(*) filter (where regexp_matches(t.note, $pattern, 'i')) as found
from invoice_line_history as t
union all
select 'job' as place, 'title' as field, count(*) filter (where regexp_matches(t.title, $pattern, 'i')) as found
from job as t
union all
select 'job' as place, 'arguments' as field, count(*) filter (where regexp_matches(t.arguments, $pattern, 'i')) as found
from job as t
union all
select 'job' as place, 'result' as field, count(*) filter (where regexp_matches(t.result, $pattern, 'i')) as found
from job as t
union all
select 'job' as place, 'error' as field, count(*) filter (where regexp_matches(t.error, $pattern, 'i')) as found
from job as t
union all
select 'job_log' as place, 'text' as field, count(*) filter (where regexp_matches(t.text, $pattern, 'i')) as found
from job_log as t
union all
select 'job_progress' as place, 'step' as field, count(*) filter (where regexp_matches(t.step, $pattern, 'i')) as found
from job_progress as t
union all
select 'line' as place, 'article' as field, count(*) filter (where regexp_matches(t.article, $pattern, 'i')) as found
from line as t
union all
select 'line' as place, 'description' as field, count(*) filter (where regexp_matches(t.description, $pattern, 'i')) as found
from line as t
union all
select 'line' as place, 'note' as field, count(*) filter (where regexp_matches(t.note, $pattern, 'i')) as found
from line as t
union all
select 'line_history' as place, 'article' as field, count(*) filter (where regexp_matches(t.article, $pattern, 'i')) as found
from line_history as t
union all
select 'line_history' as place, 'description' as field, count(*) filter (where regexp_matches(t.description, $pattern, 'i')) as found
from line_history as t
union all
select 'line_history' as place, 'note' as field, count(*) filter (where regexp_matches(t.note, $pattern, 'i')) as found
from line_history as t
union all
select 'offer' as place, 'notes' as field, count(*) filter (where regexp_matches(t.notes, $pattern, 'i')) as found
from offer as t
union all
select 'offer' as place, 'external_id' as field, count(*) filter (where regexp_matches(t.external_id, $pattern, 'i')) as found
from offer as t
union all
select 'offer_history' as place, 'notes' as field, count(*) filter (where regexp_matches(t.notes, $pattern, 'i')) as found
from offer_history as t
union all
select 'offer_history' as place, 'external_id' as field, count(*) filter (where regexp_matches(t.external_id, $pattern, 'i')) as found
from offer_history as t
union all
select 'offer_line' as place, 'article' as field, count(*) filter (where regexp_matches(t.article, $pattern, 'i')) as found
from offer_line as t
union all
select 'offer_line' as place, 'description' as field, count(*) filter (where regexp_matches(t.description, $pattern, 'i')) as found
from offer_line as t
union all
select 'offer_line' as place, 'note' as field, count(*) filter (where regexp_matches(t.note, $pattern, 'i')) as found
from offer_line as t
union all
select 'offer_line_history' as place, 'article' as field, count(*) filter (where regexp_matches(t.article, $pattern, 'i')) as found
from offer_line_history as t
union all
select 'offer_line_history' as place, 'description' as field, count(*) filter (where regexp_matches(t.description, $pattern, 'i')) as found
from offer_line_history as t
union all
select 'offer_line_history' as place, 'note' as field, count(*) filter (where regexp_matches(t.note, $pattern, 'i')) as found
from offer_line_history as t
union all
select 'opportunity' as place, 'title' as field, count(*) filter (where regexp_matches(t.title, $pattern, 'i')) as found
from opportunity as t
union all
select 'opportunity' as place, 'title_folded' as field, count(*) filter (where regexp_matches(t.title_folded, $pattern, 'i')) as found
from opportunity as t
union all
select 'opportunity' as place, 'campaign' as field, count(*) filter (where regexp_matches(t.campaign, $pattern, 'i')) as found
from opportunity as t
union all
select 'opportunity' as place, 'tags' as field, count(*) filter (where regexp_matches(t.tags, $pattern, 'i')) as found
from opportunity as t
union all
select 'opportunity' as place, 'tags_folded' as field, count(*) filter (where regexp_matches(t.tags_folded, $pattern, 'i')) as found
from opportunity as t
union all
select 'opportunity' as place, 'reason_note' as field, count(*) filter (where regexp_matches(t.reason_note, $pattern, 'i')) as found
from opportunity as t
union all
select 'opportunity' as place, 'competitors' as field, count(*) filter (where regexp_matches(t.competitors, $pattern, 'i')) as found
from opportunity as t
union all
select 'opportunity' as place, 'notes' as field, count(*) filter (where regexp_matches(t.notes, $pattern, 'i')) as found
from opportunity as t
union all
select 'opportunity' as place, 'notes_folded' as field, count(*) filter (where regexp_matches(t.notes_folded, $pattern, 'i')) as found
from opportunity as t
union all
select 'opportunity' as place, 'external_id' as field, count(*) filter (where regexp_matches(t.external_id, $pattern, 'i')) as found
from opportunity as t
union all
select 'opportunity_history' as place, 'title' as field, count(*) filter (where regexp_matches(t.title, $pattern, 'i')) as found
from opportunity_history as t
union all
select 'opportunity_history' as place, 'campaign' as field, count(*) filter (where regexp_matches(t.campaign, $pattern, 'i')) as found
from opportunity_history as t
union all
select 'opportunity_history' as place, 'tags' as field, count(*) filter (where regexp_matches(t.tags, $pattern, 'i')) as found
from opportunity_history as t
union all
select 'opportunity_history' as place, 'reason_note' as field, count(*) filter (where regexp_matches(t.reason_note, $pattern, 'i')) as found
from opportunity_history as t
union all
select 'opportunity_history' as place, 'competitors' as field, count(*) filter (where regexp_matches(t.competitors, $pattern, 'i')) as found
from opportunity_history as t
union all
select 'opportunity_history' as place, 'notes' as field, count(*) filter (where regexp_matches(t.notes, $pattern, 'i')) as found
from opportunity_history as t
union all
select 'opportunity_history' as place, 'external_id' as field, count(*) filter (where regexp_matches(t.external_id, $pattern, 'i')) as found
from opportunity_history as t
union all
select 'order_line' as place, 'article' as field, count(*) filter (where regexp_matches(t.article, $pattern, 'i')) as found
from order_line as t
union all
select 'order_line' as place, 'description' as field, count(*) filter (where regexp_matches(t.description, $pattern, 'i')) as found
from order_line as t
union all
select 'order_line' as place, 'note' as field, count(*) filter (where regexp_matches(t.note, $pattern, 'i')) as found
from order_line as t
union all
select 'order_line_history' as place, 'article' as field, count(*) filter (where regexp_matches(t.article, $pattern, 'i')) as found
from order_line_history as t
union all
select 'order_line_history' as place, 'description' as field, count(*) filter (where regexp_matches(t.description, $pattern, 'i')) as found
from order_line_history as t
union all
select 'order_line_history' as place, 'note' as field, count(*) filter (where regexp_matches(t.note, $pattern, 'i')) as found
from order_line_history as t
union all
select 'outbox' as place, 'payload' as field, count(*) filter (where regexp_matches(t.payload, $pattern, 'i')) as found
from outbox as t
union all
select 'payment' as place, 'reference' as field, count(*) filter (where regexp_matches(t.reference, $pattern, 'i')) as found
from payment as t
union all
select 'payment' as place, 'notes' as field, count(*) filter (where regexp_matches(t.notes, $pattern, 'i')) as found
from payment as t
union all
select 'payment' as place, 'external_id' as field, count(*) filter (where regexp_matches(t.external_id, $pattern, 'i')) as found
from payment as t
union all
select 'payment_history' as place, 'reference' as field, count(*) filter (where regexp_matches(t.reference, $pattern, 'i')) as found
from payment_history as t
union all
select 'payment_history' as place, 'notes' as field, count(*) filter (where regexp_matches(t.notes, $pattern, 'i')) as found
from payment_history as t
union all
select 'payment_history' as place, 'external_id' as field, count(*) filter (where regexp_matches(t.external_id, $pattern, 'i')) as found
from payment_history as t
union all
select 'sales_order' as place, 'customer_reference' as field, count(*) filter (where regexp_matches(t.customer_reference, $pattern, 'i')) as found
from sales_order as t
union all
select 'sales_order' as place, 'notes' as field, count(*) filter (where regexp_matches(t.notes, $pattern, 'i')) as found
from sales_order as t
union all
select 'sales_order' as place, 'external_id' as field, count(*) filter (where regexp_matches(t.external_id, $pattern, 'i')) as found
from sales_order as t
union all
select 'sales_order_history' as place, 'customer_reference' as field, count(*) filter (where regexp_matches(t.customer_reference, $pattern, 'i')) as found
from sales_order_history as t
union all
select 'sales_order_history' as place, 'notes' as field, count(*) filter (where regexp_matches(t.notes, $pattern, 'i')) as found
from sales_order_history as t
union all
select 'sales_order_history' as place, 'external_id' as field, count(*) filter (where regexp_matches(t.external_id, $pattern, 'i')) as found
from sales_order_history as t
union all
select 'schedule' as place, 'name' as field, count(*) filter (where regexp_matches(t.name, $pattern, 'i')) as found
from schedule as t
union all
select 'schedule' as place, 'arguments' as field, count(*) filter (where regexp_matches(t.arguments, $pattern, 'i')) as found
from schedule as t
union all
select 'setting_history' as place, 'state' as field, count(*) filter (where regexp_matches(t.state, $pattern, 'i')) as found
from setting_history as t
union all
select 'unit_of_work' as place, 'why' as field, count(*) filter (where regexp_matches(t.why, $pattern, 'i')) as found
from unit_of_work as t
union all
select 'view' as place, 'name' as field, count(*) filter (where regexp_matches(t.name, $pattern, 'i')) as found
from view as t
union all
select 'view' as place, 'state' as field, count(*) filter (where regexp_matches(t.state, $pattern, 'i')) as found
from view as t
union all
select 'view_history' as place, 'name' as field, count(*) filter (where regexp_matches(t.name, $pattern, 'i')) as found
from view_history as t
union all
select 'view_history' as place, 'state' as field, count(*) filter (where regexp_matches(t.state, $pattern, 'i')) as found
from view_history as t
)
select s.place, s.field, s.found
from searched as s
order by s.place, s.field
