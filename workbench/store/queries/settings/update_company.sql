-- Rename a company and set its base currency.
update company set code = $code, name = $name, currency = $currency where id = $id
