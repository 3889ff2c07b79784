/// Programs of one screen that show the libraries at work.
module io.referee.examples {
    requires io.referee.softphone;
    requires static org.jspecify;
}
