package io.referee.server.app;

import io.referee.net.BindFailed;
import io.referee.server.api.ListenFailed;
import io.referee.server.app.cli.DemoOptions;
import io.referee.server.app.cli.ExitCode;
import io.referee.server.app.cli.Launch;
import io.referee.server.app.cli.PhoneOptions;
import io.referee.server.app.cli.ServeOptions;
import io.referee.server.app.cli.Terminal;
import io.referee.server.app.config.Configuration;
import io.referee.server.app.config.ConfigurationReader;
import io.referee.server.app.demo.Demo;
import io.referee.server.store.StoreUnusable;

import java.util.concurrent.CountDownLatch;

/// The commands that run something in this process.
final class Program implements Launch {

    @Override
    public int serve(ServeOptions options, Terminal terminal) {
        Configuration configuration = configuration(options, terminal);
        new Ports(options.config(), terminal.environment()).check(configuration);
        try (Server server = Server.start(configuration, options.apply())) {
            CountDownLatch stop = new CountDownLatch(1);
            CountDownLatch stopped = new CountDownLatch(1);
            onSignal(stop, stopped);
            terminal.out().println(server.ready());
            terminal.out().flush();
            stop.await();
            try {
                server.close();
            } finally {
                stopped.countDown(); // a process that fails at its end ends, too
            }
            return ExitCode.DONE;
        } catch (BindFailed | ListenFailed | StoreUnusable e) {
            terminal.err().println(e.getMessage());
            return ExitCode.WRONG_USE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.REFUSED;
        }
    }

    private static Configuration configuration(ServeOptions options, Terminal terminal) {
        var environment = terminal.environment();
        Configuration read =
                options.config() == null
                        ? ConfigurationReader.defaults(environment)
                        : ConfigurationReader.file(options.config(), environment);
        ConfigurationReader.warnings(environment).forEach(terminal.err()::println);
        return options.data() == null ? read : read.withData(options.data());
    }

    /// SIGTERM and Ctrl-C: lets the server close in peace and ends the process with 0, which the
    /// JVM would not.
    private static void onSignal(CountDownLatch stop, CountDownLatch stopped) {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    stop.countDown();
                                    try {
                                        stopped.await();
                                    } catch (InterruptedException e) {
                                        Thread.currentThread().interrupt();
                                    }
                                    Runtime.getRuntime().halt(0);
                                },
                                "shutdown"));
    }

    @Override
    public int demo(DemoOptions options, Terminal terminal) {
        return new Demo(terminal).run(options);
    }

    @Override
    public int phone(PhoneOptions options, Terminal terminal) {
        return new CommandLinePhone(options, terminal).run();
    }
}
