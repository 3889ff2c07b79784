package io.referee.server.api;

import io.referee.server.account.Change;
import io.referee.server.account.Directory;

import java.util.List;

/// Where the directory is looked at and changed. A change is checked as a whole, stored, and only
/// then seen by the engine; one is made at a time. *Any thread; changes block.*
public interface DirectoryDesk {

    /// Who exists now.
    Directory current();

    /// Every served domain; the first is the default.
    List<String> domains();

    /// Whether this is the console password of that user; false when there is no such user. Slow on
    /// purpose, and as slow for users who do not exist.
    boolean passwordFits(String user, String password);

    /// Brings the directory to what an apply file says.
    ///
    /// @param owner the only user that the file may be about; empty: any
    Outcome apply(String yaml, String owner, By by);

    /// The same by nobody in particular.
    default Outcome apply(String yaml, String owner) {
        return apply(yaml, owner, By.NOBODY);
    }

    /// Who says so.
    ///
    /// @param words for the versions of dial plans
    /// @param rights what he may change beside what is his
    record By(String words, Rights rights) {
        /// Nobody in particular.
        public static final By NOBODY = new By("", Rights.OWNER);
    }

    /// What somebody may change.
    enum Rights {
        /// Nothing that reaches beyond one owner.
        OWNER,
        /// Also which accounts of different owners belong together.
        ADMINISTRATOR
    }

    /// Adds or changes a user; the body has the keys of a user in the apply file.
    Outcome putUser(String name, String json, By by);

    /// Adds or changes an account of an owner; the body has the keys of an account in the apply
    /// file.
    ///
    /// @param account `name@domain`, or `name` for the default domain
    Outcome putAccount(String owner, String account, String json, By by);

    /// The same by nobody in particular.
    default Outcome putAccount(String owner, String account, String json) {
        return putAccount(owner, account, json, By.NOBODY);
    }

    /// Adds or changes a dial plan of an owner; the body has the keys of a plan in the apply file.
    ///
    /// @param who says so, in words
    Outcome putDialPlan(String owner, String name, String json, String who);

    /// The same with a body of YAML: complaints name its lines.
    ///
    /// @param who says so, in words
    Outcome putDialPlanYaml(String owner, String name, String yaml, String who);

    /// Adds or changes a provider of an owner; the body has the keys of a provider in the apply
    /// file.
    Outcome putProvider(String owner, String name, String json);

    /// Removes a provider of an owner.
    Outcome deleteProvider(String owner, String name);

    /// Removes a user with everything that is theirs.
    Outcome deleteUser(String name);

    /// Removes an account of an owner.
    Outcome deleteAccount(String owner, String account);

    /// Removes a dial plan of an owner.
    Outcome deleteDialPlan(String owner, String name);

    /// What became of a change.
    sealed interface Outcome {

        /// It is stored and in force.
        ///
        /// @param changes what became of each entry that was named or removed
        /// @param warnings one sentence for each thing that was read and is not kept, or cannot
        ///   work
        record Done(List<Change> changes, List<String> warnings) implements Outcome {}

        /// It is wrong; nothing was changed. The sentence names line and key.
        record Wrong(String sentence) implements Outcome {}

        /// It is about what belongs to somebody else, or is the administrator's to say; nothing was
        /// changed.
        record NotYours(String sentence) implements Outcome {}

        /// It fits the words but not what is there now, as with a dial plan that is in use; nothing
        /// was changed.
        record Conflicting(String sentence) implements Outcome {}

        /// There is nothing of that name.
        record Unknown() implements Outcome {}
    }
}
