-- Run once by the PostgreSQL image on an empty volume, as its administrator.
-- Two logins: the owner makes and changes tables (migrations); requests come as xiecha_app, which owns nothing, so
-- that row-level security and the ledger's triggers hold against the service itself.
\set ON_ERROR_STOP on
\getenv owner_password XIECHA_OWNER_PASSWORD
\getenv app_password XIECHA_APP_PASSWORD

CREATE ROLE xiecha_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE xiecha_app LOGIN NOINHERIT PASSWORD :'app_password';

CREATE DATABASE xiecha OWNER xiecha_owner;
REVOKE ALL ON DATABASE xiecha FROM PUBLIC;
GRANT CONNECT ON DATABASE xiecha TO xiecha_app;

\connect xiecha
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO xiecha_app;
-- Extensions (pg_trgm) are made by the migrations: they are trusted ones, which a database's owner may create.
