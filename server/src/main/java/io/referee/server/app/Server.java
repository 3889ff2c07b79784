package io.referee.server.app;

import io.referee.net.BindFailed;
import io.referee.net.Engine;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.account.DirectoryStore;
import io.referee.server.app.apply.Applied;
import io.referee.server.app.apply.Apply;
import io.referee.server.app.config.Configuration;
import io.referee.server.app.document.Document;
import io.referee.server.cdr.RecordKeeper;
import io.referee.server.event.EventStream;
import io.referee.server.event.TraceBook;
import io.referee.server.store.Store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// The server of this process: store, engine, core and HTTP, wired by hand. *Any thread* may start and close it.
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    private final Store store;
    private final EventStream events;
    private final Engine engine;
    private final Core core;
    private final Directories directories;

    private Server(Store store, Configuration configuration) {
        this.store = store;
        DirectoryStore.Contents kept = store.directory().loadAll();
        this.directories = new Directories(DirectorySnapshot.of(
                configuration.domains(), kept.owners(), kept.accounts(), kept.dialPlans()));
        this.events = new EventStream(store.sequences());
        events.attach(new RecordKeeper(store.records()));
        if (configuration.trace()) {
            events.attach(new TraceBook());
        }
        this.engine = new Engine(Wiring.engine(configuration));
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        this.core = new Core(
                new Core.Surroundings(engine, events, directories, store.bindings(), secret),
                Core.Settings.standard(Version.PRODUCT));
        engine.deliverTo(new Wiring.ToCore(core));
        if (configuration.trace()) {
            engine.tap(new Wiring.ToLadders(core));
        }
    }

    /// Starts all of it, with the apply files in their order.
    ///
    /// @throws BindFailed a port is in use, in one sentence
    public static Server start(Configuration configuration, List<Path> applyFiles) throws BindFailed {
        Store store = Store.open(configuration.database(), configuration.data(), Clock.systemUTC());
        try {
            Server server = new Server(store, configuration);
            server.applyAll(applyFiles);
            server.open();
            return server;
        } catch (RuntimeException | BindFailed e) {
            store.close();
            throw e;
        }
    }

    private void applyAll(List<Path> files) {
        for (Path file : files) {
            Applied applied = Apply.file(Document.yamlFile(file), directories.snapshot());
            keep(applied.directory());
            applied.warnings().forEach(LOG::warn);
        }
    }

    private void keep(DirectorySnapshot next) {
        next.owners().forEach(owner -> store.directory()
                .replace(owner, next.accountsOf(owner.name()), next.dialPlansOf(owner.name())));
        directories.replace(next);
    }

    private void open() throws BindFailed {
        engine.start();
        engine.ask(() -> {
                    core.registrar().restore(store.bindings().loadAll());
                    return true;
                })
                .join();
    }

    /// `READY sip=udp:127.0.0.1:5060,tcp:127.0.0.1:5060 http=http://127.0.0.1:8080`: the sockets really bound.
    public String ready() {
        List<String> sip = new ArrayList<>(2);
        engine.udpAddress().ifPresent(at -> sip.add("udp:" + text(at)));
        engine.tcpAddress().ifPresent(at -> sip.add("tcp:" + text(at)));
        return "READY sip=" + String.join(",", sip);
    }

    private static String text(InetSocketAddress at) {
        return io.referee.sip.transport.Hosts.text(at) + ':' + at.getPort();
    }

    /// Takes no new calls, saves everything, and lets go of all sockets, within 5 s.
    @Override
    public void close() {
        engine.post(() -> core.switchboard().close());
        engine.close();
        events.close();
        store.close();
    }

    Engine engine() {
        return engine;
    }

    Core core() {
        return core;
    }

    EventStream events() {
        return events;
    }

    /// Waits for as long as `limit` until all records can be read.
    boolean settled(java.time.Duration limit) {
        try {
            return store.settled(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

}
