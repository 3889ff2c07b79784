package io.referee.bench;

import io.referee.bench.Subject.Played;

import java.io.IOException;
import java.util.List;

/// Whether calls cost more where there are many accounts: loads of calls to one account after
/// another, all registered, with few of them and with many, in turns.
final class Accounts implements Workload {
    private static final int FEW = 100;
    private static final String WORKLOAD = "accounts";

    @Override
    public List<Finding> run(Bench bench) throws IOException, InterruptedException {
        int many = bench.plan().accounts();
        List<Measured> measured =
                bench.rounds()
                        .measure(
                                List.of(
                                        registered(bench, "few-accounts", FEW),
                                        registered(bench, "many-accounts", many)));
        return Held.flat(
                WORKLOAD,
                new Held.Cost("accounts", FEW, measured.getFirst().whole()),
                new Held.Cost("accounts", many, measured.getLast().whole()),
                Plan.FULL_ACCOUNTS);
    }

    private static Subject registered(Bench bench, String name, int accounts)
            throws IOException, InterruptedException {
        Referee.Setup setup = Referee.Setup.UNLIMITED.having(accounts);
        Subject subject = bench.servers().referee(name, setup, Played.REGISTRATION).among(accounts);
        int rate = Math.min(accounts, bench.plan().rate());
        Load load = bench.ends().load(subject, rate, (accounts + rate - 1) / rate);
        Rounds.say(subject, "registered", load);
        if (load.caller().failed() > 0) {
            throw new IllegalStateException(load.caller() + " of registrations");
        }
        return subject.playing(Played.ANY_ACCOUNT);
    }
}
