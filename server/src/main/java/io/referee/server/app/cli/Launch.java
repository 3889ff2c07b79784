package io.referee.server.app.cli;

/// The commands that run something in this process. Each blocks until it is over and returns the
/// exit code; a [BadConfiguration] is printed as its sentence and ends with 2.
public interface Launch {

    /// The server, until the process is asked to stop.
    int serve(ServeOptions options, Terminal terminal);

    /// The demo.
    int demo(DemoOptions options, Terminal terminal);

    /// A phone.
    int phone(PhoneOptions options, Terminal terminal);

    /// A program in which nothing can be started: the command line alone.
    record NotHere() implements Launch {
        @Override
        public int serve(ServeOptions options, Terminal terminal) {
            return refuse("serve", terminal);
        }

        @Override
        public int demo(DemoOptions options, Terminal terminal) {
            return refuse("demo", terminal);
        }

        @Override
        public int phone(PhoneOptions options, Terminal terminal) {
            return refuse("phone", terminal);
        }

        private static int refuse(String command, Terminal terminal) {
            terminal.err().println("The command " + command + " is not part of this program.");
            return ExitCode.WRONG_USE;
        }
    }
}
