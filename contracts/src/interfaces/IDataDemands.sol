// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Epoch } from "../types/Epoch.sol";

/// @title Data of open epochs, demanded and answered on chain
/// @notice Who cannot fetch a chunk of an epoch's tree demands it here and prepays the answer. Anyone who has the leaves
/// answers with them and takes that money; an epoch whose chunk stays away past the deadline is void.
/// @dev A chunk is an aligned run of a fixed number of leaves: 256 of attributions, credits and payouts (≤ 64 KB), 16 of
/// receipts, whose size varies. Demands end with the challenge window, answers one answer window later, and the epoch can
/// become final one answer window after the last answer: the whole delay is at most two answer windows.
interface IDataDemands {
    enum Tree {
        Receipts,
        Attributions,
        Credits,
        Payouts
    }

    /// @notice `prepaid` wei of OPEN, for whoever answers until `deadline` (Unix seconds).
    struct Demand {
        address challenger;
        uint96 prepaid;
        uint64 deadline;
        bool answered;
    }

    event Demanded(
        address indexed operator,
        uint64 indexed number,
        uint32 post,
        Tree tree,
        uint32 chunk,
        address challenger,
        uint64 deadline
    );
    /// @notice The leaves are in the transaction's input.
    event Answered(
        address indexed operator, uint64 indexed number, uint32 post, Tree tree, uint32 chunk, address answerer
    );
    /// @notice Nobody answered: the epoch is void.
    event Unanswered(address indexed operator, uint64 indexed number, uint32 post, Tree tree, uint32 chunk);
    /// @notice The epoch was void already; the prepaid money went back.
    event DemandRefunded(address indexed operator, uint64 indexed number, uint32 post, Tree tree, uint32 chunk);

    /// @notice The header given is not an open epoch's.
    error NotAnOpenEpoch(address operator, uint64 number);
    /// @notice The epoch's challenge window is over.
    error WindowOver(uint64 finalizesAt);
    error NoSuchChunk(Tree tree, uint32 chunk);
    error DemandedAlready(Tree tree, uint32 chunk);
    error NotDemanded(Tree tree, uint32 chunk);
    error AnsweredAlready(Tree tree, uint32 chunk);
    error DeadlinePassed(uint64 deadline);
    error DeadlineAhead(uint64 deadline);
    /// @notice The run is not this chunk: it starts elsewhere or holds another number of leaves.
    error WrongChunk(uint256 first, uint256 length);

    /// @notice Demands a chunk of an open epoch's tree and prepays its answer (approve it first).
    /// @param epoch Header as posted.
    /// @param chunk Counts from 0.
    function demand(Epoch calldata epoch, Tree tree, uint32 chunk) external;

    /// @notice Answers a demand with the chunk's leaves; anyone may, and gets what was prepaid.
    /// @param run ABI-encoded `ReceiptRun`, `AttributionRun`, `CreditRun` or `PayoutRun` of the whole chunk.
    function answer(Epoch calldata epoch, Tree tree, uint32 chunk, bytes calldata run) external;

    /// @notice Ends a demand that nobody answered in time: voids the epoch, gives the prepaid money back to its
    /// challenger and the challenger its part of the bond. If the epoch is void already, it only gives back the money.
    function resolve(address operator, uint64 number, uint32 post, Tree tree, uint32 chunk) external;

    /// @param post Ordinal of the epoch's post, `ISettlement.postOf`.
    function demandOf(address operator, uint32 post, Tree tree, uint32 chunk) external view returns (Demand memory);

    /// @notice Earliest second at which an epoch may become final for the sake of demands; the greatest uint64 while one
    /// is open.
    function heldUntil(address operator, uint32 post) external view returns (uint64);

    /// @notice Leaves of a full chunk.
    function chunkSizeOf(Tree tree) external pure returns (uint32);

    /// @notice Seconds for an answer, and for reading it before the epoch may become final.
    function answerWindow() external view returns (uint64);

    /// @notice Wei of OPEN that a demand prepays for each leaf.
    function pricePerLeaf() external view returns (uint96);
}
