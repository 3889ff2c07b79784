package io.referee.server.api;

import io.referee.server.account.Account;
import io.referee.server.account.DialPlan;
import io.referee.server.account.Provider;
import io.referee.server.call.CallView;
import io.referee.server.call.Switchboard;
import io.referee.server.cdr.RecordStore;
import io.referee.server.provider.Registrations;
import io.referee.server.provider.Standing;
import io.referee.server.registrar.Binding;
import io.referee.server.registrar.Registrar;
import io.referee.sip.transport.Hop;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What the older service lists (`sipsorcery.md` 7.3). Fields that have nothing here are empty;
/// passwords always are. *Any thread.*
final class OlderLists {
    /// How the older service calls a list of rules.
    static final String WIZARD = "SimpleWizard";

    /// What stood in the script of such a plan.
    static final String WIZARD_SCRIPT = "require 'simplewizard'";

    private final EngineDoor engine;
    private final DirectoryDesk desk;
    private final Switchboard switchboard;
    private final Registrar registrar;
    private final Registrations registrations;
    private final RecordStore records;
    private final InstantSource clock;

    OlderLists(ApiServices services) {
        this.engine = services.engine();
        this.desk = services.directory();
        this.switchboard = services.switchboard();
        this.registrar = services.registrar();
        this.registrations = services.providers();
        this.records = services.records();
        this.clock = services.clock();
    }

    private interface Rows {
        Stream<Map<String, @Nullable Object>> of(Caller caller, List<String> fields);
    }

    private static OlderList list(String element, List<String> fields, Rows rows) {
        return new OlderList.Whole(element, fields, caller -> rows.of(caller, fields).toList());
    }

    OlderList cdrs() {
        return new OlderCdrs(records);
    }

    OlderList domains() {
        return list("SIPDomain", OlderFields.DOMAIN, (_, fields) -> domains(fields));
    }

    private Stream<Map<String, @Nullable Object>> domains(List<String> fields) {
        return desk.domains().stream()
                .map(
                        domain ->
                                new OlderRow(fields)
                                        .with("Domain", domain)
                                        .with("Id", OlderRow.id("SIPDomain", domain))
                                        .done());
    }

    // ---- accounts

    /// With the fields of the newer service.
    OlderList accounts() {
        return list("SIPAccount", OlderFields.ACCOUNT, this::accounts);
    }

    /// With those that only the old one showed.
    OlderList oldAccounts() {
        return list("SIPAccount", OlderFields.OLD_ACCOUNT, this::accounts);
    }

    private Stream<Map<String, @Nullable Object>> accounts(Caller caller, List<String> fields) {
        return desk.current().accounts().stream()
                .filter(account -> caller.reaches(account.owner()))
                .map(account -> row(account, fields));
    }

    private static Map<String, @Nullable Object> row(Account account, List<String> fields) {
        OlderRow row = new OlderRow(fields);
        row.with("ID", id(account)).with("SIPUsername", account.name());
        row.with("SIPDomain", account.domain()).with("SIPPassword", "");
        row.text("OutDialPlanName", account.outPlan()).text("InDialPlanName", account.inPlan());
        for (String no : List.of("DontMangleEnabled", "IsSwitchboardEnabled", "IsUserDisabled")) {
            row.with(no, false);
        }
        row.with("IsIncomingOnly", account.access().incomingOnly());
        row.with("SendNATKeepAlives", account.access().nat().keepAlives());
        row.text("NetworkID", account.access().nat().network());
        if (fields.contains("Owner")) {
            row.with("Id", id(account)).with("Owner", account.owner());
            row.with("IsAdminDisabled", false).text("NetworkId", account.access().nat().network());
        }
        return row.done();
    }

    static String id(Account account) {
        return OlderRow.id("SIPAccount", account.aor());
    }

    // ---- bindings of phones

    OlderList bindings() {
        return list("SIPRegistrarBinding", OlderFields.BINDING, this::bindings);
    }

    private Stream<Map<String, @Nullable Object>> bindings(Caller caller, List<String> fields) {
        List<Binding> all = engine.ask(registrar::snapshot);
        return all.stream()
                .filter(binding -> account(binding).filter(a -> reaches(caller, a)).isPresent())
                .map(binding -> row(binding, fields));
    }

    private static boolean reaches(Caller caller, Account account) {
        return caller.reaches(account.owner());
    }

    private Optional<Account> account(Binding binding) {
        int at = binding.aor().lastIndexOf('@');
        return desk.current()
                .account(binding.aor().substring(0, at), binding.aor().substring(at + 1));
    }

    private Map<String, @Nullable Object> row(Binding binding, List<String> fields) {
        String contact = binding.contact().text();
        Duration left = Duration.between(clock.instant(), binding.expires());
        return new OlderRow(fields)
                .with("ID", OlderRow.id("SIPRegistrarBinding", binding.aor() + ' ' + contact))
                .with("SIPAccountID", OlderRow.id("SIPAccount", binding.aor()))
                .with("SIPAccountName", binding.aor())
                .with("ContactURI", contact)
                .with("MangledContactURI", binding.outside().text())
                .with("Expiry", Math.max(0, left.toSeconds()))
                .time("ExpiryTime", binding.expires())
                .with("RemoteSIPSocket", socket(binding.hop()))
                .done();
    }

    /// As in `udp:198.51.100.7:5060`.
    private static String socket(Hop hop) {
        String transport = hop.transport().text().toLowerCase(Locale.ROOT);
        return transport + ':' + hop.host() + ':' + hop.port();
    }

    // ---- providers

    OlderList providers() {
        return list("SIPProvider", OlderFields.PROVIDER, this::providers);
    }

    /// With those that only the old one showed.
    OlderList oldProviders() {
        return list("SIPProvider", OlderFields.OLD_PROVIDER, this::providers);
    }

    private Stream<Map<String, @Nullable Object>> providers(Caller caller, List<String> fields) {
        return reached(caller).map(provider -> row(provider, fields));
    }

    private Stream<Provider> reached(Caller caller) {
        return desk.current().providers().stream()
                .filter(provider -> caller.reaches(provider.owner()));
    }

    private static Map<String, @Nullable Object> row(Provider provider, List<String> fields) {
        Provider.Registration registration = provider.registration();
        OlderRow row = new OlderRow(fields);
        row.with("ID", id(provider)).with("ProviderName", provider.name());
        row.with("ProviderType", "SIP").with("ProviderPassword", "");
        row.with("ProviderServer", provider.server());
        row.text("ProviderUsername", provider.login().username());
        row.text("ProviderAuthUsername", provider.login().authUsername());
        row.text("ProviderOutboundProxy", provider.calls().outboundProxy());
        row.text("ProviderFrom", provider.calls().from());
        row.text("CustomHeaders", String.join("|", provider.calls().customHeaders()));
        row.with("RegisterEnabled", registration.wanted());
        row.text("RegisterContact", registration.contact());
        row.text("RegisterServer", registration.server());
        row.text("RegisterRealm", registration.realm());
        row.with("RegisterExpiry", registration.expirySeconds());
        if (fields.contains("Owner")) {
            row.with("Owner", provider.owner());
            row.with("RegisterAdminEnabled", registration.disabledReason().isEmpty());
            row.text("RegisterDisabledReason", registration.disabledReason());
            row.with("IsReadOnly", false).with("SendMWISubscribe", registration.mwi());
        }
        return row.done();
    }

    static String id(Provider provider) {
        return OlderRow.id("SIPProvider", provider.owner() + '/' + provider.name());
    }

    OlderList providerBindings() {
        return list("SIPProviderBinding", OlderFields.PROVIDER_BINDING, this::providerBindings);
    }

    private Stream<Map<String, @Nullable Object>> providerBindings(
            Caller caller, List<String> fields) {
        List<Provider> registering = reached(caller).filter(Provider::registers).toList();
        List<Map<String, @Nullable Object>> rows =
                engine.ask(() -> registering.stream().map(one -> bindingRow(one, fields)).toList());
        return rows.stream();
    }

    /// *Engine thread only.*
    private Map<String, @Nullable Object> bindingRow(Provider provider, List<String> fields) {
        OlderRow row = new OlderRow(fields);
        row.with("ID", OlderRow.id("SIPProviderBinding", id(provider)));
        row.with("ProviderID", id(provider)).with("ProviderName", provider.name());
        row.with("BindingExpiry", provider.registration().expirySeconds());
        row.with("IsRegistered", false);
        registrations
                .standing(provider.owner(), provider.name())
                .ifPresent(now -> standing(now, row));
        return row.done();
    }

    private static void standing(Standing now, OlderRow row) {
        boolean registered = now.state() == Standing.State.REGISTERED;
        row.with("IsRegistered", registered).text("BindingURI", now.contact());
        row.text("RegistrationFailureMessage", now.reason());
        row.time("LastRegisterAttempt", now.lastAttempt());
        row.time("LastRegisterTime", registered ? now.since() : null);
        row.time("NextRegistrationTime", now.nextAttempt());
        row.text("RegistrarSIPSocket", now.servers().stream().findFirst().orElse(""));
        if (registered) {
            row.with("BindingExpiry", now.expiresSeconds());
        }
    }

    // ---- dial plans

    OlderList dialPlans() {
        return list("SIPDialPlan", OlderFields.DIAL_PLAN, this::dialPlans);
    }

    private Stream<Map<String, @Nullable Object>> dialPlans(Caller caller, List<String> fields) {
        return desk.current().dialPlans().stream()
                .filter(plan -> caller.reaches(plan.owner()))
                .map(plan -> row(plan, fields));
    }

    private static Map<String, @Nullable Object> row(DialPlan plan, List<String> fields) {
        boolean rules = plan.type().equals("rules");
        return new OlderRow(fields)
                .with("ID", id(plan))
                .with("DialPlanName", plan.name())
                .with("DialPlanScript", rules ? WIZARD_SCRIPT : plan.script())
                .with("ScriptTypeDescription", rules ? WIZARD : "Ruby")
                .with("AcceptNonInvite", false)
                .text("TraceEmailAddress", plan.traceEmail())
                .done();
    }

    static String id(DialPlan plan) {
        return OlderRow.id("SIPDialPlan", plan.owner() + '/' + plan.name());
    }

    // ---- calls

    OlderList calls() {
        return list("SIPDialogue", OlderFields.CALL, this::calls);
    }

    private Stream<Map<String, @Nullable Object>> calls(Caller caller, List<String> fields) {
        List<CallView> views = engine.ask(() -> switchboard.views(caller.owner()));
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (CallView call : views) {
            call.legs().stream()
                    .filter(leg -> leg.state().equals("answered"))
                    .forEach(leg -> rows.add(row(call, leg, fields)));
        }
        return rows.stream();
    }

    private static Map<String, @Nullable Object> row(
            CallView call, CallView.LegView leg, List<String> fields) {
        Instant since = call.since();
        return new OlderRow(fields)
                .with("ID", OlderRow.id("SIPDialogue", leg.leg()))
                .with("CDRID", OlderRow.id("CDR", leg.leg()))
                .with("BridgeId", OlderRow.id("Bridge", call.chain()))
                .with("CallId", leg.callId())
                .with("Direction", leg.direction().equals("in") ? "In" : "Out")
                .with("Owner", call.owner())
                .text("RemoteUserField", leg.party())
                .time("Inserted", since)
                .done();
    }
}
