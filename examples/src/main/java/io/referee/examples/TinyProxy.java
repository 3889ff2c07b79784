package io.referee.examples;

import io.referee.net.Engine;
import io.referee.net.EngineSettings;
import io.referee.sip.message.Request;
import io.referee.sip.proxy.Proxy;
import io.referee.sip.proxy.Routing;
import io.referee.sip.proxy.Target;
import io.referee.sip.proxy.Verdict;
import io.referee.sip.transport.Hop;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A proxy with a table: who is called by that user name is reached at these URIs, all at once. The
/// library does what a proxy has to do (RFC 3261 §16): record-routing, forking, CANCEL, loops.
///
/// `TinyProxy 192.0.2.1:5060 bob=sip:bob@192.0.2.7 team=sip:a@192.0.2.8,sip:b@192.0.2.9`
public final class TinyProxy implements Routing {
    private final Map<String, List<Target>> table = new HashMap<>();

    private TinyProxy(String[] args) {
        for (String line : List.of(args).subList(1, args.length)) {
            int equals = line.indexOf('=');
            List<Target> targets = new ArrayList<>();
            for (String uri : line.substring(equals + 1).split(",", -1)) {
                targets.add(Target.of(Uri.parse(uri).orElseThrow()));
            }
            table.put(line.substring(0, equals), targets);
        }
    }

    /// @param args `address:port`, and any number of `user=uri,uri`
    public static void main(String[] args) throws Exception {
        TinyProxy routing = new TinyProxy(args);
        try (Engine engine =
                Engine.start(EngineSettings.at(args[0]), world -> new Proxy(world, routing))) {
            System.out.println("proxy at " + engine.udpAddress().orElseThrow());
            Thread.currentThread().join();
        }
    }

    @Override
    public Verdict route(Request request, Hop from) {
        String user = request.uri() instanceof SipUri uri ? uri.user() : "";
        List<Target> targets = table.getOrDefault(user, List.of());
        System.out.println(request.method() + " for " + user + " goes to " + targets.size());
        return targets.isEmpty() ? Verdict.refuse(404) : new Verdict.Forward(targets);
    }
}
