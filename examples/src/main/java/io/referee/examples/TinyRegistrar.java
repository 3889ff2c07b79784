package io.referee.examples;

import io.referee.net.Engine;
import io.referee.net.EngineSettings;
import io.referee.sip.digest.Realm;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.session.Session;
import io.referee.sip.session.SessionSettings;
import io.referee.sip.session.UserAgent;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Outside;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A registrar that asks for a password and remembers one contact per user; whoever calls a user is
/// told where the user is (302).
///
/// `TinyRegistrar 192.0.2.1:5060 example.org alice=secret bob=hidden`
public final class TinyRegistrar implements UserAgent.Handler {
    private final Realm realm;
    private final Map<String, String> passwords = new HashMap<>();
    private final Map<String, NameAddr> contacts = new HashMap<>();

    private TinyRegistrar(Outside outside, String[] args) {
        realm = new Realm(args[1], outside);
        for (String account : List.of(args).subList(2, args.length)) {
            int equals = account.indexOf('=');
            passwords.put(account.substring(0, equals), account.substring(equals + 1));
        }
    }

    /// @param args `address:port`, the domain, and any number of `user=password`
    public static void main(String[] args) throws Exception {
        var settings = SessionSettings.of("TinyRegistrar");
        var at = EngineSettings.at(args[0]);
        try (Engine engine =
                Engine.start(
                        at,
                        world -> new UserAgent(world, settings, new TinyRegistrar(world, args)))) {
            System.out.println("registrar at " + engine.udpAddress().orElseThrow());
            Thread.currentThread().join();
        }
    }

    @Override
    public void requested(ServerTransaction transaction) {
        Request request = transaction.request();
        String user = request.to().user();
        String password = passwords.get(user);
        if (!request.is(Method.REGISTER)) {
            transaction.respond(501);
        } else if (password == null || !realm.proven(request, user, password)) {
            transaction.respond(transaction.responding().add(realm.challenge()).response(401));
        } else {
            register(user, transaction);
        }
    }

    private void register(String user, ServerTransaction transaction) {
        Request request = transaction.request();
        MessageBuilder ok = transaction.responding();
        String expires = request.value(HeaderName.EXPIRES).orElse("3600");
        if (expires.equals("0")) {
            contacts.remove(user);
            System.out.println(user + " has left");
        } else if (request.contact().isPresent()) {
            NameAddr contact = request.contact().get().withParameter("expires", expires);
            contacts.put(user, contact);
            ok.add(HeaderName.CONTACT, contact.text());
            System.out.println(user + " is at " + contact.uri());
        }
        transaction.respond(ok.response(200));
    }

    @Override
    public void invited(Session session, Request invite) {
        NameAddr contact = contacts.get(invite.to().user());
        System.out.println("somebody calls " + invite.to().uri());
        if (contact == null) {
            session.reject(404, "Not Found", List.of());
        } else {
            Header where = Header.of(HeaderName.CONTACT, contact.text());
            session.reject(302, "Moved Temporarily", List.of(where));
        }
    }
}
