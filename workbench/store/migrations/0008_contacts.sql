-- Contacts have further numbers and addresses, what is known of their competitors and campaigns, consent, and the state of a lead.
-- A contact that was merged into another one stays, archived, and points to it.
alter table contact add column other_phones varchar;
alter table contact add column other_emails varchar;
alter table contact add column website varchar;
alter table contact add column competitors varchar;
alter table contact add column campaigns varchar;
alter table contact add column notes varchar;
alter table contact add column mail_consent boolean;
alter table contact add column phone_consent boolean;
alter table contact add column lead_status varchar;
alter table contact add column lead_reason varchar;
alter table contact add column merged_into uuid;
alter table contact_history add column other_phones varchar;
alter table contact_history add column other_emails varchar;
alter table contact_history add column website varchar;
alter table contact_history add column competitors varchar;
alter table contact_history add column campaigns varchar;
alter table contact_history add column notes varchar;
alter table contact_history add column mail_consent boolean;
alter table contact_history add column phone_consent boolean;
alter table contact_history add column lead_status varchar;
alter table contact_history add column lead_reason varchar;
alter table contact_history add column merged_into uuid;
