package io.referee.net;

import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/// A small DNS server on 127.0.0.1, over UDP and TCP at the same free port. *Any thread.*
final class DnsServer implements AutoCloseable {
    private static final String SOA = "ns.example. admin.example. 1 2 3 4 ";
    private static final int MAX_OCTETS = 4_096;

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final List<Record> records = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Set<String> dropped = ConcurrentHashMap.newKeySet();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final Set<String> truncated = ConcurrentHashMap.newKeySet();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile int negativeSeconds = 60;

    DnsServer() throws IOException {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        ServerSocket streams = null;
        DatagramSocket datagrams = null;
        while (datagrams == null) {
            streams = new ServerSocket(0, 10, loopback);
            try {
                datagrams = new DatagramSocket(streams.getLocalPort(), loopback);
            } catch (IOException e) {
                streams.close(); // the port is taken for UDP; another one
            }
        }
        tcp = streams;
        udp = datagrams;
        Thread.ofVirtual().start(this::serveUdp);
        Thread.ofVirtual().start(this::serveTcp);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(udp.getLocalAddress(), udp.getLocalPort());
    }

    /// `name TTL TYPE data`, names without the dot at their end where they stand first.
    DnsServer record(String line) {
        String[] words = line.split(" +", 4);
        try {
            records.add(
                    Record.fromString(
                            Name.fromString(words[0], Name.root),
                            Type.value(words[2]),
                            DClass.IN,
                            Long.parseLong(words[1]),
                            words[3],
                            Name.root));
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
        return this;
    }

    /// Nothing is there any more.
    void clear() {
        records.clear();
    }

    /// For how long the SOA record lets others remember that something is not there; below 0: no
    /// SOA record is given.
    DnsServer negative(int seconds) {
        negativeSeconds = seconds;
        return this;
    }

    /// Questions about this name get no answer.
    void drop(String name) {
        dropped.add(name);
    }

    /// Questions about this name get SERVFAIL.
    void fail(String name) {
        failing.add(name);
    }

    /// Answers about this name do not fit into a datagram.
    DnsServer truncate(String name) {
        truncated.add(name);
        return this;
    }

    /// From now on, answers wait until the latch is open.
    void waitFor(CountDownLatch latch) {
        gate = latch;
    }

    /// What was asked: `udp name TYPE`.
    List<String> asked() {
        return asked;
    }

    private void serveUdp() {
        byte[] buffer = new byte[MAX_OCTETS];
        try {
            while (!udp.isClosed()) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                byte[] query = Arrays.copyOf(packet.getData(), packet.getLength());
                InetSocketAddress from = (InetSocketAddress) packet.getSocketAddress();
                Thread.ofVirtual().start(() -> answerUdp(query, from));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void answerUdp(byte[] query, InetSocketAddress from) {
        try {
            byte[] answer = answer("udp", query);
            if (answer.length > 0) {
                udp.send(new DatagramPacket(answer, answer.length, from));
            }
        } catch (IOException | InterruptedException e) {
            // closed
        }
    }

    private void serveTcp() {
        try {
            while (!tcp.isClosed()) {
                Socket socket = tcp.accept();
                Thread.ofVirtual().start(() -> answerTcp(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void answerTcp(Socket socket) {
        try (socket;
                DataInputStream in = new DataInputStream(socket.getInputStream());
                DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
            byte[] query = new byte[in.readUnsignedShort()];
            in.readFully(query);
            byte[] answer = answer("tcp", query);
            out.writeShort(answer.length);
            out.write(answer);
        } catch (IOException | InterruptedException e) {
            // closed
        }
    }

    private byte[] answer(String by, byte[] octets) throws IOException, InterruptedException {
        Message query = new Message(octets);
        Record question = query.getQuestion();
        String name = question.getName().toString(true);
        asked.add(by + ' ' + name + ' ' + Type.string(question.getType()));
        gate.await();
        if (dropped.contains(name)) {
            return new byte[0];
        }
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(question, Section.QUESTION);
        if (failing.contains(name)) {
            answer.getHeader().setRcode(Rcode.SERVFAIL);
        } else if (by.equals("udp") && truncated.contains(name)) {
            answer.getHeader().setFlag(Flags.TC);
        } else {
            fill(answer, question.getName(), question.getType());
        }
        return answer.toWire();
    }

    /// As a server that asks others for us: aliases are followed.
    private void fill(Message answer, Name asked, int type) throws TextParseException, IOException {
        Name name = asked;
        Set<Name> seen = new HashSet<>();
        while (seen.add(name)) {
            List<Record> here = at(name);
            Record alias = null;
            boolean found = false;
            for (Record one : here) {
                alias = one.getType() == Type.CNAME ? one : alias;
                if (one.getType() == type) {
                    answer.addRecord(one, Section.ANSWER);
                    found = true;
                }
            }
            if (found || alias == null) {
                if (!found) {
                    negative(answer, name);
                }
                return;
            }
            answer.addRecord(alias, Section.ANSWER);
            name = ((CNAMERecord) alias).getTarget();
        }
    }

    private void negative(Message answer, Name name) throws IOException {
        if (records.stream().noneMatch(one -> one.getName().subdomain(name))) {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
        }
        if (negativeSeconds >= 0) {
            String data = SOA + negativeSeconds;
            answer.addRecord(
                    Record.fromString(
                            new Name("example."), Type.SOA, DClass.IN, 600, data, Name.root),
                    Section.AUTHORITY);
        }
    }

    private List<Record> at(Name name) {
        List<Record> here = new ArrayList<>();
        for (Record one : records) {
            if (one.getName().equals(name)) {
                here.add(one);
            }
        }
        return here;
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }
}
