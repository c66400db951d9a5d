-- compatible from 1
-- What the commands and settings say is kept as the facts are, and a role can be given what a regledger process needs.
CREATE TRIGGER command_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON command
    FOR EACH STATEMENT EXECUTE FUNCTION refused_change();
ALTER TABLE command ENABLE ALWAYS TRIGGER command_stays;

-- Numbers, stamps, types, tags and data can be added and read; nothing can be changed but the head, which only moves forward.
CREATE FUNCTION grant_application(role name) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA @schema@ TO %I', role);
    EXECUTE format(
        'GRANT SELECT ON @schema@.meta, @schema@.migration, @schema@.head, @schema@.fact, @schema@.tag, @schema@.command TO %I',
        role);
    EXECUTE format('GRANT INSERT ON @schema@.fact, @schema@.tag, @schema@.command TO %I', role);
    EXECUTE format('GRANT UPDATE (number, recorded_at) ON @schema@.head TO %I', role);
END $$;
REVOKE EXECUTE ON FUNCTION grant_application(name) FROM PUBLIC;
