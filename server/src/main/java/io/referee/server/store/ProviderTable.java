package io.referee.server.store;

import io.referee.server.account.Endpoint;
import io.referee.server.account.Provider;
import io.referee.server.account.TransferMode;

import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/// The rows of providers. Their passwords are sealed, each bound to its provider.
///
/// @param sealer of the passwords
record ProviderTable(Sealer sealer) {

    void insert(Handle handle, List<Provider> providers) {
        for (Provider provider : providers) {
            insert(handle, provider);
        }
    }

    private void insert(Handle handle, Provider provider) {
        Provider.Login login = provider.login();
        Provider.Calls calls = provider.calls();
        Provider.Registration registration = provider.registration();
        handle.execute(
                "insert into provider (owner, name, name_key, server, username, auth_username,"
                    + " password, outbound_proxy, from_header, custom_headers, register,"
                    + " register_contact, register_server, register_realm, register_expiry, mwi,"
                    + " disabled_reason, refer_to_form, transfer, payer, identity, caller_id,"
                    + " no_refer, strategy) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                    + " ?, ?, ?, ?, ?, ?, ?, ?)",
                provider.owner(),
                provider.name(),
                provider.name().toLowerCase(Locale.ROOT),
                provider.server(),
                login.username(),
                login.authUsername(),
                login.password().isEmpty() ? "" : sealer.seal(login.password(), place(provider)),
                calls.outboundProxy(),
                calls.from(),
                String.join("\n", calls.customHeaders()),
                registration.wanted(),
                registration.contact(),
                registration.server(),
                registration.realm(),
                registration.expirySeconds(),
                registration.mwi(),
                registration.disabledReason(),
                calls.referToForm(),
                calls.transfers().mode().name(),
                calls.transfers().payer(),
                calls.shown().identity().name(),
                calls.shown().callerId().name(),
                calls.transfers().endpoint().noRefer(),
                calls.transfers().endpoint().strategy());
    }

    private static String place(Provider provider) {
        return place(provider.owner(), provider.name());
    }

    private static String place(String owner, String name) {
        return "provider " + owner + "/" + name;
    }

    List<Provider> all(Handle handle) {
        return handle.createQuery("select * from provider order by owner, name_key")
                .map((row, _) -> provider(row))
                .list();
    }

    private Provider provider(ResultSet row) throws SQLException {
        String owner = row.getString("owner");
        String name = row.getString("name");
        String sealed = row.getString("password");
        return new Provider(
                owner,
                name,
                row.getString("server"),
                new Provider.Login(
                        row.getString("username"),
                        row.getString("auth_username"),
                        sealed.isEmpty() ? "" : sealer.open(sealed, place(owner, name))),
                new Provider.Calls(
                        row.getString("outbound_proxy"),
                        row.getString("from_header"),
                        row.getString("custom_headers").lines().toList(),
                        row.getString("refer_to_form"),
                        new Provider.Transfers(
                                TransferMode.valueOf(row.getString("transfer")),
                                row.getString("payer"),
                                new Endpoint(
                                        row.getBoolean("no_refer"), row.getString("strategy"))),
                        new Provider.Shown(
                                Provider.Identity.valueOf(row.getString("identity")),
                                Provider.CallerId.valueOf(row.getString("caller_id")))),
                new Provider.Registration(
                        row.getBoolean("register"),
                        row.getString("register_contact"),
                        row.getString("register_server"),
                        row.getString("register_realm"),
                        row.getInt("register_expiry"),
                        row.getBoolean("mwi"),
                        row.getString("disabled_reason")));
    }
}
