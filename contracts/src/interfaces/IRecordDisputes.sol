// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Disputes of records
/// @notice Whoever holds that a record should earn nothing for its contributor (copied, false, not the contributor's to
/// give) opens a dispute with a stake. From that block on the record's income goes to the dispute's pot.
/// The Datanet's owner or one of its curators decides within `window`; silence dismisses. Within another `window`
/// anyone may appeal with a stake: the other curators vote, and a majority of the votes cast replaces the verdict.
/// Curators are those of the second before the dispute. Then anyone closes it.
/// Upheld: the record stays disputed, half of what the pot gets is burned and half goes to the challenger. Dismissed: the
/// record earns for its contributor again, who also gets the whole pot. The loser's stake is cut like a bond: half is
/// burned, half goes to the winner. Of two stakes that were right neither is lost.
/// Views answer zeros for what does not exist; they never revert.
interface IRecordDisputes {
    /// @dev `Decided` waits for an appeal.
    enum Stage {
        None,
        Open,
        Decided,
        Appealed,
        Closed
    }

    struct Dispute {
        bytes32 datanetId;
        bytes32 commitment;
        address contributor;
        uint64 openedAt;
        Stage stage;
        /// The verdict, once there is one.
        bool upheld;
        /// Who staked to open it.
        address challenger;
        /// Last second of the stage: for the decision, the appeal or the votes.
        uint64 deadline;
        /// Who gave the first verdict; zero for silence.
        address decider;
        uint8 votesUpholding;
        uint8 votesDismissing;
        /// Who staked to appeal; zero without appeal.
        address appellant;
    }

    event DisputeOpened(
        bytes32 indexed disputeId,
        bytes32 indexed datanetId,
        bytes32 indexed commitment,
        address contributor,
        address challenger,
        bytes32 reasonHash,
        address pot
    );
    event DisputeDecided(bytes32 indexed disputeId, address indexed decider, bool upheld);
    event DisputeAppealed(bytes32 indexed disputeId, address indexed appellant);
    event DisputeVoted(bytes32 indexed disputeId, address indexed curator, bool upheld);
    /// @notice The verdict is final: `burned` and the rest of the stakes went to who was right.
    event DisputeClosed(bytes32 indexed disputeId, bool upheld, uint128 burned);
    /// @notice A pot went to the winner, all but what was burned.
    event PotForwarded(bytes32 indexed disputeId, address indexed winner, uint256 paid, uint256 burned);

    error ZeroAddress();
    error ZeroHash();
    error ZeroStake();
    error ZeroWindow();
    error UnknownDatanet(bytes32 datanetId);
    /// @notice The record is disputed already, or a dispute about it was upheld.
    error AlreadyDisputed(bytes32 disputeId);
    error WrongStage(bytes32 disputeId, Stage stage);
    error TooLate(bytes32 disputeId, uint64 deadline);
    error TooEarly(bytes32 disputeId, uint64 deadline);
    /// @notice Only the Datanet's owner and the dispute's curators decide it.
    error NotJudge(bytes32 disputeId, address caller);
    /// @notice Only the dispute's curators vote, and not the one whose verdict is appealed.
    error NotJuror(bytes32 disputeId, address caller);
    error AlreadyVoted(bytes32 disputeId, address curator);
    /// @notice Nobody could vote on an appeal: the Datanet had no curator but the decider.
    error NoJury(bytes32 disputeId);
    error EmptyPot(bytes32 disputeId);

    /// @notice Opens a dispute about a record; takes `stake` of the caller's OPEN (approve it first).
    /// @param contributor Whose record it is: the account in the version's leaf.
    /// @param commitment The record's.
    /// @param reasonHash keccak of what the challenger says; the words are published elsewhere.
    /// @return disputeId keccak(abi.encode(datanetId, contributor, commitment, n)), n counting the record's disputes from 1
    function open(bytes32 datanetId, address contributor, bytes32 commitment, bytes32 reasonHash)
        external
        returns (bytes32 disputeId);

    /// @notice Gives the first verdict; the Datanet's owner or one of the dispute's curators.
    function decide(bytes32 disputeId, bool upheld) external;

    /// @notice Has the curators vote; takes `stake` of the caller's OPEN. Anyone may, on behalf of whoever lost.
    function appeal(bytes32 disputeId) external;

    /// @notice Votes on an appeal; the dispute's curators but the decider, one vote each.
    function vote(bytes32 disputeId, bool upheld) external;

    /// @notice Makes the verdict final once its stage's time is over; anyone may.
    function close(bytes32 disputeId) external;

    /// @notice Sends what a closed dispute's pot holds to the winner; anyone may, again whenever more has arrived.
    /// @return paid Wei of OPEN to the winner.
    function forward(bytes32 disputeId) external returns (uint256 paid);

    /// @notice The dispute; stage `None` when it does not exist. After the time of `Open` without decision it still says
    /// `Open`, until somebody appeals or closes.
    function disputeOf(bytes32 disputeId) external view returns (Dispute memory);

    /// @notice As `IDatanetRegistry.disputeAt`.
    function disputeAt(bytes32 datanetId, address contributor, bytes32 commitment, uint64 time)
        external
        view
        returns (bytes32 disputeId);

    /// @notice As `IDatanetRegistry.potOf`.
    function potOf(bytes32 disputeId) external view returns (address);

    /// @notice Wei of OPEN that opening and appealing take each.
    function stake() external view returns (uint128);

    /// @notice Seconds for the decision, for an appeal, and for its votes.
    function window() external view returns (uint64);
}
