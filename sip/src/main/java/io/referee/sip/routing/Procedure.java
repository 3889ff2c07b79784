package io.referee.sip.routing;

import io.referee.sip.routing.ResourceRecord.Naptr;
import io.referee.sip.routing.ServerSearch.Reason;
import io.referee.sip.transport.Transport;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// One reading of what a search knows, along RFC 3263 §4.1 and §4.2.
final class Procedure {
    private final Sought sought;
    private final Reachable reachable;
    private final Findings findings;

    Procedure(Sought sought, Reachable reachable, Findings findings) {
        this.sought = sought;
        this.reachable = reachable;
        this.findings = findings;
    }

    /// Puts targets, or questions that are open, into the findings.
    void follow() {
        Optional<InetAddress> numeric = sought.numeric();
        if (!sought.transport().isEmpty()) {
            Service.ofParameter(sought.transport(), sought.secure())
                    .filter(this::fits)
                    .ifPresentOrElse(
                            service -> over(service, numeric),
                            () -> findings.nobody(Reason.NO_TRANSPORT));
        } else if (numeric.isPresent() || sought.port() > 0) {
            usual().stream()
                    .findFirst()
                    .ifPresentOrElse(
                            service -> over(service, numeric),
                            () -> findings.nobody(Reason.NO_TRANSPORT));
        } else {
            choose();
        }
    }

    private boolean fits(Service service) {
        return ServerSearch.fits(service, sought, reachable);
    }

    /// The transport is decided (RFC 3263 §4.2).
    private void over(Service service, Optional<InetAddress> numeric) {
        int port = sought.port() > 0 ? sought.port() : service.defaultPort();
        if (numeric.isPresent()) {
            findings.target(service.transport(), numeric.get(), port, "");
        } else if (sought.port() > 0) {
            findings.host(service.transport(), sought.host(), port, sought.identity());
        } else {
            byServers(List.of(service));
        }
    }

    /// The domain is asked what it offers (RFC 3263 §4.1).
    private void choose() {
        List<Service> usual = usual();
        Answer offers = findings.answer(new Question(sought.host(), RecordType.NAPTR));
        if (findings.open()) {
            return;
        }
        if (usual.isEmpty() && reachable.transports().stream().noneMatch(this::possible)) {
            findings.nobody(Reason.NO_TRANSPORT);
        } else if (offers instanceof Answer.NoName && !usual.isEmpty()) {
            // Nothing stands below a name that does not exist (RFC 8020 §2), but the hosts file may
            // know it.
            direct(usual.getFirst());
        } else {
            offered(offers);
            if (findings.empty() && !findings.refused()) {
                byServers(usual);
            }
        }
    }

    private boolean possible(Transport transport) {
        return fits(Service.of(transport));
    }

    /// The services that we can use, of the lowest order that has one, by preference (RFC 3403
    /// §4.1).
    private void offered(Answer offers) {
        List<Naptr> usable = new ArrayList<>();
        for (Naptr one : Findings.records(offers, Naptr.class)) {
            if (one.flags().equalsIgnoreCase("s")
                    && Service.ofField(one.service()).filter(this::fits).isPresent()) {
                usable.add(one);
            }
        }
        usable.sort(Comparator.comparingInt(Naptr::order).thenComparingInt(Naptr::preference));
        for (Naptr one : usable) {
            if (one.order() == usable.getFirst().order()) {
                Question servers = new Question(one.replacement(), RecordType.SRV);
                Service.ofField(one.service()).ifPresent(service -> servers(service, servers));
            }
        }
    }

    /// The SRV records of each of these, all asked for at once; without any, the host itself at the
    /// port that the first of them usually has (RFC 3263 §4.2).
    private void byServers(List<Service> services) {
        for (Service service : services) {
            servers(service, service.servers(sought.host()));
        }
        boolean nothing = findings.empty() && !findings.refused();
        if (!findings.open() && nothing && !services.isEmpty()) {
            direct(services.getFirst());
        }
    }

    private void servers(Service service, Question question) {
        findings.servers(service.transport(), question, sought.identity());
    }

    private void direct(Service service) {
        findings.host(service.transport(), sought.host(), service.defaultPort(), sought.identity());
    }

    /// Our transports for this scheme, the preferred one first; for `sip:`, TLS when there is no
    /// other.
    private List<Service> usual() {
        List<Service> services = usual(sought.secure());
        return services.isEmpty() ? usual(true) : services;
    }

    private List<Service> usual(boolean secure) {
        List<Service> services = new ArrayList<>();
        for (Transport transport : reachable.transports()) {
            Service service = Service.of(transport);
            if (service.usual(secure)) {
                services.add(service);
            }
        }
        return services;
    }
}
