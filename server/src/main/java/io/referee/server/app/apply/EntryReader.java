package io.referee.server.app.apply;

import io.referee.server.account.Access;
import io.referee.server.account.Nat;
import io.referee.server.account.Network;
import io.referee.server.app.apply.ApplyFile.AccountEntry;
import io.referee.server.app.apply.ApplyFile.KeyEntry;
import io.referee.server.app.apply.ApplyFile.PlanEntry;
import io.referee.server.app.apply.ApplyFile.PlanNames;
import io.referee.server.app.apply.ApplyFile.ProviderEntry;
import io.referee.server.app.apply.ApplyFile.UserEntry;
import io.referee.server.app.document.Node;
import io.referee.server.app.document.Place;
import io.referee.server.app.document.Section;
import io.referee.server.transfer.OnFail;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Reads the entries of an apply file and complains about the first that is wrong. *One thread.*
final class EntryReader {
    /// The longest name of a user, account, dial plan or provider, in characters.
    static final int MAX_NAME = 64;

    /// The longest password or key, in characters.
    static final int MAX_SECRET = 256;

    /// Networks that an account may be used from without a password.
    private static final int MAX_ADDRESSES = 20;

    private static final List<String> FILE = List.of("users", "files");
    private static final List<String> USER =
            List.of("name", "password", "keys", "accounts", "providers", "dialPlans", "rates");
    private static final List<String> ACCOUNT =
            List.of(
                    "name",
                    "domain",
                    "password",
                    "out",
                    "in",
                    "transfer",
                    "onFail",
                    "prepaid",
                    "credit",
                    "creditUsed",
                    "ratePlan",
                    "incomingOnly",
                    "addresses",
                    "natKeepAlives",
                    "networkId",
                    "noRefer",
                    "strategy",
                    "notify",
                    "transferGroup",
                    "referredByToken");

    private final List<String> domains;
    private PlanFiles files;
    private final List<String> warnings = new ArrayList<>();
    private final Set<String> users = new HashSet<>();
    private final Set<String> accounts = new HashSet<>();
    private final Set<String> keys = new HashSet<>();

    /// @param domains the served ones, in lower case; the first is the default
    /// @param files where scripts are that plans name
    EntryReader(List<String> domains, PlanFiles files) {
        this.domains = domains;
        this.files = files;
    }

    EntryReader(List<String> domains) {
        this(domains, PlanFiles.sent(Map.of()));
    }

    ApplyFile file(Node document) {
        List<UserEntry> entries = new ArrayList<>();
        Section all = Section.of(document, FILE);
        all.node("files").ifPresent(sent -> files = PlanFiles.in(sent));
        for (Section user : all.sections("users", USER)) {
            entries.add(user(user, ""));
        }
        return new ApplyFile(List.copyOf(entries), List.copyOf(warnings));
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /// A user; `expected` is the name in the address of a request, or empty.
    UserEntry user(Node body, String expected) {
        return user(Section.of(body, USER), expected);
    }

    /// An account; `expected` is its `name@domain` in the address of a request.
    AccountEntry account(Node body, String expected) {
        int at = expected.indexOf('@');
        Section section = Section.of(body, ACCOUNT);
        String name = name(section, expected.substring(0, at));
        String domain =
                section.has("domain") ? domain(section) : addressed(expected.substring(at + 1));
        if (!domain.equalsIgnoreCase(expected.substring(at + 1))) {
            throw section.place("domain")
                    .complaint("must be " + expected.substring(at + 1) + ", as in the address.");
        }
        return account(section, name, domain);
    }

    /// A dial plan; `expected` is its name in the address of a request.
    PlanEntry dialPlan(Node body, String expected) {
        return dialPlan(Section.of(body, PlanReader.PLAN), expected);
    }

    /// A provider; `expected` is its name in the address of a request.
    ProviderEntry provider(Node body, String expected) {
        return provider(Section.of(body, ProviderReader.PROVIDER), expected);
    }

    private UserEntry user(Section section, String expected) {
        String name = name(section, expected);
        if (!users.add(name)) {
            throw section.place("name").complaint("repeats the user " + name + ".");
        }
        return new UserEntry(
                section.place(),
                name,
                secret(section),
                section.has("keys") ? keys(section) : null,
                section.has("accounts") ? accounts(section) : null,
                section.has("dialPlans") ? dialPlans(section) : null,
                section.has("providers") ? providers(section) : null,
                section.node("rates").isPresent() ? RateReader.rates(section) : null);
    }

    private List<KeyEntry> keys(Section section) {
        List<KeyEntry> entries = new ArrayList<>();
        for (Node.Scalar key : section.scalars("keys")) {
            boolean printable = key.text().chars().allMatch(c -> c > ' ' && c < 127);
            if (!printable || key.text().isEmpty() || key.text().length() > MAX_SECRET) {
                throw key.place()
                        .complaint(
                                "must be 1 to "
                                        + MAX_SECRET
                                        + " printable ASCII characters without spaces.");
            }
            if (!keys.add(key.text())) {
                throw key.place().complaint("repeats a key of this file.");
            }
            entries.add(new KeyEntry(key.place(), new Secret(key.text())));
        }
        return List.copyOf(entries);
    }

    private List<AccountEntry> accounts(Section user) {
        List<AccountEntry> entries = new ArrayList<>();
        for (Section section : user.sections("accounts", ACCOUNT)) {
            AccountEntry account = account(section, name(section, ""), domain(section));
            if (!accounts.add(account.aor())) {
                throw section.place("name").complaint("repeats the account " + account.aor() + ".");
            }
            entries.add(account);
        }
        return List.copyOf(entries);
    }

    private AccountEntry account(Section section, String name, String domain) {
        return new AccountEntry(
                section.place(),
                name,
                domain,
                secret(section),
                new PlanNames(
                        section.text("out", ""),
                        section.place("out"),
                        section.text("in", ""),
                        section.place("in")),
                TransferWord.read(section),
                flag(section, "prepaid"),
                RateReader.credit(section),
                onFail(section),
                access(section),
                HabitsReader.reserved(section),
                RateReader.plan(section));
    }

    private static Nat nat(Section section) {
        String network = section.text("networkId", "");
        boolean printable = network.chars().allMatch(c -> c > ' ' && c < 127);
        if (!printable || network.length() > Nat.MAX_NAME) {
            throw section.place("networkId")
                    .complaint(
                            "must be at most "
                                    + Nat.MAX_NAME
                                    + " printable ASCII characters without spaces.");
        }
        return new Nat(Boolean.TRUE.equals(flag(section, "natKeepAlives")), network);
    }

    private static Access access(Section section) {
        List<Network> networks = new ArrayList<>();
        for (Node.Scalar each : section.scalars("addresses")) {
            networks.add(
                    Network.parse(each.text())
                            .orElseThrow(
                                    () ->
                                            each.place()
                                                    .complaint(
                                                            "must be a network such as"
                                                                    + " 10.0.0.0/8.")));
        }
        if (networks.size() > MAX_ADDRESSES) {
            throw section.place("addresses")
                    .complaint("has more than " + MAX_ADDRESSES + " networks.");
        }
        boolean incoming = Boolean.TRUE.equals(flag(section, "incomingOnly"));
        return new Access(incoming, networks, nat(section), HabitsReader.habits(section));
    }

    private static String onFail(Section section) {
        String policy = section.text("onFail", "");
        if (!policy.isEmpty() && OnFail.parse(policy).isEmpty()) {
            throw section.place("onFail")
                    .complaint("must be " + OnFail.FORMS + ", not \"" + policy + "\".");
        }
        return policy;
    }

    /// Null when nothing is said.
    private static @Nullable Boolean flag(Section section, String key) {
        if (!section.has(key)) {
            return null;
        }
        return switch (section.text(key, "")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw section.place(key).complaint("must be true or false.");
        };
    }

    private String domain(Section section) {
        String text = section.text("domain", domains.getFirst());
        String domain = text.toLowerCase(Locale.ROOT);
        if (domains.contains(domain)) {
            return domain;
        }
        throw section.place("domain").complaint("must be " + served() + ", not \"" + text + "\".");
    }

    /// The domain in the address of a request.
    private String addressed(String domain) {
        if (domains.contains(domain.toLowerCase(Locale.ROOT))) {
            return domain.toLowerCase(Locale.ROOT);
        }
        throw Place.outside(domain).complaint("is not " + served() + ".");
    }

    private String served() {
        return "a domain of this server (" + String.join(", ", domains) + ")";
    }

    private List<ProviderEntry> providers(Section user) {
        Set<String> names = new HashSet<>();
        List<ProviderEntry> entries = new ArrayList<>();
        for (Section section : user.sections("providers", ProviderReader.PROVIDER)) {
            ProviderEntry provider = provider(section, "");
            if (!names.add(provider.name().toLowerCase(Locale.ROOT))) {
                throw section.place("name")
                        .complaint("repeats the provider " + provider.name() + ".");
            }
            entries.add(provider);
        }
        return List.copyOf(entries);
    }

    private ProviderEntry provider(Section section, String expected) {
        String name = name(section, expected);
        return new ProviderEntry(
                section.place(),
                ProviderReader.read(section, name, domains.getFirst()),
                section.place("payer"),
                secret(section));
    }

    private List<PlanEntry> dialPlans(Section user) {
        Set<String> names = new HashSet<>();
        List<PlanEntry> entries = new ArrayList<>();
        for (Section section : user.sections("dialPlans", PlanReader.PLAN)) {
            PlanEntry plan = dialPlan(section, "");
            if (!names.add(plan.name())) {
                throw section.place("name").complaint("repeats the dial plan " + plan.name() + ".");
            }
            entries.add(plan);
        }
        return List.copyOf(entries);
    }

    private PlanEntry dialPlan(Section section, String expected) {
        String name = name(section, expected);
        return PlanReader.plan(section, name, files, domains, warnings);
    }

    private static @Nullable Secret secret(Section section) {
        if (!section.has("password")) {
            return null;
        }
        String password = section.required("password");
        boolean printable = password.chars().noneMatch(Character::isISOControl);
        if (!printable || password.length() > MAX_SECRET) {
            throw section.place("password")
                    .complaint("must be 1 to " + MAX_SECRET + " characters without line breaks.");
        }
        return new Secret(password);
    }

    private static String name(Section section, String expected) {
        if (!expected.isEmpty() && !section.has("name")) {
            return checked(section.place(), expected);
        }
        String name = checked(section.place("name"), section.required("name"));
        if (!expected.isEmpty() && !name.equals(expected)) {
            throw section.place("name").complaint("must be " + expected + ", as in the address.");
        }
        return name;
    }

    /// A name stands in addresses, in SIP URIs and in front of a colon, so it is kept plain.
    private static String checked(Place place, String name) {
        if (isPlain(name)) {
            return name;
        }
        throw place.complaint(
                "must be 1 to "
                        + MAX_NAME
                        + " letters, digits or any of . _ - + * ! ~, not \""
                        + name
                        + "\".");
    }

    static boolean isPlain(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_NAME
                && name.charAt(0) != '.'
                && name.chars()
                        .allMatch(
                                c ->
                                        c >= 'a' && c <= 'z'
                                                || c >= 'A' && c <= 'Z'
                                                || c >= '0' && c <= '9'
                                                || "._-+*!~".indexOf(c) >= 0);
    }
}
