package io.referee.server.app.world;

import io.referee.server.app.config.WebAccess;

import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Fetches web pages for scripts. Each connection goes to an address that was looked at before,
/// those of redirections, too. Begun at the first need. *Any thread; waits.*
final class WebPages implements AutoCloseable {
    /// What a script gets of a page, in octets.
    static final int MAX_OCTETS = 8_192;

    /// The longest that a page may take.
    static final Duration MAX_WAIT = Duration.ofSeconds(300);

    private static final int MAX_URL = 2_048;
    private static final int MAX_REDIRECTS = 5;
    private static final int THREADS = 8;
    private static final long CONNECT_MILLIS = 10_000;

    private final WebAccess access;
    private @Nullable HttpClient client;
    private boolean closed;

    WebPages(WebAccess access) {
        this.access = access;
    }

    /// What came of it. *Immutable.*
    sealed interface Fetched {
        /// The beginning of the page.
        record Page(String text) implements Fetched {}

        /// Why there is none.
        record Failed(String why) implements Fetched {}
    }

    /// The page behind the URL, in the given time. Whoever is interrupted gives it up.
    ///
    /// @param owner whose connections are used: another's do not stand in his way
    Fetched get(String owner, String url, Duration wait) throws InterruptedException {
        String complaint = access.isOff() ? "the web is switched off for plans" : complaint(url);
        if (!complaint.isEmpty()) {
            return new Fetched.Failed(complaint);
        }
        Body body = new Body();
        CompletableFuture<Result> done = new CompletableFuture<>();
        try {
            Request request =
                    client().newRequest(URI.create(url))
                            .tag(owner)
                            .timeout(wait.toMillis(), TimeUnit.MILLISECONDS)
                            .onResponseContent(body::take);
            request.send(done::complete);
            return fetched(result(request, done, wait), body);
        } catch (ExecutionException | TimeoutException e) {
            return new Fetched.Failed("no answer in time");
        } catch (IllegalArgumentException | IllegalStateException e) {
            return new Fetched.Failed(String.valueOf(e.getMessage()));
        }
    }

    private static Result result(Request request, CompletableFuture<Result> done, Duration wait)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return done.get(wait.toMillis() + CONNECT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            request.abort(e);
            throw e;
        }
    }

    private static String complaint(String url) {
        try {
            URI uri = URI.create(url);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            boolean web = scheme.equals("http") || scheme.equals("https");
            return url.length() <= MAX_URL
                            && web
                            && uri.getHost() != null
                            && uri.getUserInfo() == null
                    ? ""
                    : "not an address of a web page";
        } catch (IllegalArgumentException _) {
            return "not an address of a web page";
        }
    }

    private static Fetched fetched(Result result, Body body) {
        if (result.isFailed() && !body.full()) {
            return new Fetched.Failed(String.valueOf(result.getFailure().getMessage()));
        }
        int status = result.getResponse().getStatus();
        return status >= 200 && status < 300
                ? new Fetched.Page(body.text(result.getResponse()))
                : new Fetched.Failed("the server answered " + status);
    }

    private synchronized HttpClient client() {
        if (closed) {
            throw new IllegalStateException("the server is closed");
        }
        if (client == null) {
            HttpClient fresh = new HttpClient();
            QueuedThreadPool threads = new QueuedThreadPool(THREADS, 1);
            threads.setName("script-web");
            threads.setDaemon(true);
            fresh.setExecutor(threads);
            fresh.setSocketAddressResolver(new Guarded(access));
            fresh.setMaxRedirects(MAX_REDIRECTS);
            fresh.setConnectTimeout(CONNECT_MILLIS);
            fresh.setHttpCookieStore(new HttpCookieStore.Empty());
            fresh.setMaxConnectionsPerDestination(THREADS);
            fresh.setIdleTimeout(MAX_WAIT.plusMillis(CONNECT_MILLIS).toMillis());
            try {
                fresh.start();
            } catch (Exception e) { // what Jetty declares
                throw new IllegalStateException("the web cannot be reached", e);
            }
            client = fresh;
        }
        return client;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (client != null) {
            try {
                client.stop();
            } catch (Exception e) { // what Jetty declares; the process ends anyway
                client = null;
            }
        }
    }

    /// Only the addresses of a name that may be connected to.
    private record Guarded(WebAccess access) implements SocketAddressResolver {
        @Override
        public void resolve(
                String host,
                int port,
                Map<String, Object> context,
                Promise<List<InetSocketAddress>> promise) {
            Thread.startVirtualThread(() -> tell(host, port, promise));
        }

        private void tell(String host, int port, Promise<List<InetSocketAddress>> promise) {
            List<InetSocketAddress> allowed = new ArrayList<>();
            try {
                for (InetAddress address : InetAddress.getAllByName(host)) {
                    if (access.allows(address)) {
                        allowed.add(new InetSocketAddress(address, port));
                    }
                }
            } catch (UnknownHostException e) {
                promise.failed(e);
                return;
            }
            if (allowed.isEmpty()) {
                promise.failed(new UnknownHostException(host + " is not open to plans"));
            } else {
                promise.succeeded(allowed);
            }
        }
    }

    /// The beginning of a body; what is longer is not waited for.
    private static final class Body {
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

        synchronized void take(Response response, ByteBuffer more) {
            byte[] part = new byte[Math.min(more.remaining(), MAX_OCTETS - octets.size())];
            more.get(part);
            octets.writeBytes(part);
            if (full()) {
                response.abort(new IllegalStateException("long enough"));
            }
        }

        synchronized boolean full() {
            return octets.size() >= MAX_OCTETS;
        }

        synchronized String text(Response response) {
            return octets.toString(charset(response));
        }

        private static Charset charset(Response response) {
            String type = response.getHeaders().get(HttpHeader.CONTENT_TYPE);
            String name = type == null ? null : MimeTypes.getCharsetFromContentType(type);
            try {
                return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
            } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
                return StandardCharsets.UTF_8;
            }
        }
    }
}
