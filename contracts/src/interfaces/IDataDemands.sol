// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Epoch } from "../types/Epoch.sol";

/// @title Data of open epochs, demanded and answered on chain
/// @notice Who cannot fetch a chunk of an epoch's tree demands it here and prepays the answer. Anyone who has the leaves
/// answers with them and takes that money; an epoch whose chunk stays away past the deadline is void.
/// @dev A chunk is an aligned run of a fixed number of leaves: 256 of attributions, credits and payouts (≤ 64 KB), 16 of
/// receipts, whose size varies. Demands end with the challenge window, answers one answer window later, and the epoch can
/// become final one answer window after the last answer: the whole delay is at most two answer windows.
///
/// Of the claims tree the chunks are those of `ClaimsNodes`: nodes 10 levels below the root, then those 10 levels below one
/// of these, down to the leaves (≤ 1,024 hashes, 32 KB). A chunk below another is demanded with that one's answer, until
/// the challenge window ends or, later, as long as that answer may be read: each of ⌈depth / 10⌉ levels adds at most two
/// answer windows, so the whole delay is at most 2·⌈depth / 10⌉ (depth = ⌈log2(payouts)⌉, at least one level).
/// The claims tree's hash has no left and right, so its answers bind only who gives them: nobody but the epoch's poster
/// may answer, and what it answers is where its claims stand (`FaultKind.CLAIM_LEAF_WRONG`).
///
/// What stands behind a leaf is demanded like a tree of its own (`IOrigins`): `Signatures` has the chunks of the receipts,
/// and the answer holds the operator's signature of each; `Records` has one chunk for each attribution, and the answer
/// shows its record in the version and the training log that it must be from. An operator that posts a receipt which
/// nobody signed, or a record of a version or log that it keeps to itself, loses the epoch by silence.
interface IDataDemands {
    enum Tree {
        Receipts,
        Attributions,
        Credits,
        Payouts,
        Claims,
        Signatures,
        Records
    }

    /// @notice `prepaid` wei of OPEN, for whoever answers until `deadline` (Unix seconds).
    struct Demand {
        address challenger;
        uint96 prepaid;
        uint64 deadline;
        bool answered;
        /// Unix seconds until which the answer holds the epoch; 0 without one.
        uint64 readUntil;
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
    /// @notice What an epoch's poster answered for a chunk of its claims tree.
    event ClaimsAnswered(address indexed operator, uint32 indexed post, uint32 indexed chunk, bytes32[] nodes);
    /// @notice Nobody answered: the epoch is void.
    event Unanswered(address indexed operator, uint64 indexed number, uint32 post, Tree tree, uint32 chunk);
    /// @notice The epoch was void already; the prepaid money went back.
    event DemandRefunded(address indexed operator, uint64 indexed number, uint32 post, Tree tree, uint32 chunk);

    /// @notice The header given is not an open epoch's.
    error NotAnOpenEpoch(address operator, uint64 number);
    /// @notice It is too late to demand this.
    error WindowOver(uint64 until);
    error NoSuchChunk(Tree tree, uint32 chunk);
    error DemandedAlready(Tree tree, uint32 chunk);
    error NotDemanded(Tree tree, uint32 chunk);
    error AnsweredAlready(Tree tree, uint32 chunk);
    error DeadlinePassed(uint64 deadline);
    error DeadlineAhead(uint64 deadline);
    /// @notice The run is not this chunk: it starts elsewhere or holds another number of leaves.
    error WrongChunk(uint256 first, uint256 length);
    /// @notice Of the claims tree this function demands chunk 0 alone; those below it take `demandBelow`.
    error NotTheTop(uint32 chunk);
    /// @notice The nodes are not what the epoch's poster answered for this chunk of the claims tree.
    error NotTheAnswer(uint32 chunk);
    /// @notice The nodes do not hash to the claims root, or to the node above them.
    error WrongNodes(bytes32 found, bytes32 expected);
    /// @notice Only the epoch's poster answers for the claims tree.
    error NotPoster(address sender, address poster);

    /// @notice Demands a chunk of an open epoch's tree and prepays its answer (approve it first).
    /// @param epoch Header as posted.
    /// @param chunk Counts from 0; of the claims tree only 0.
    function demand(Epoch calldata epoch, Tree tree, uint32 chunk) external;

    /// @notice Demands a chunk of the claims tree below a node that was answered, and prepays its answer.
    /// @param epoch Header as posted.
    /// @param chunk 1024·c + 1 + j: below node j of chunk c.
    /// @param nodes What was answered for chunk c.
    function demandBelow(Epoch calldata epoch, uint32 chunk, bytes32[] calldata nodes) external;

    /// @notice Answers a demand with the chunk's leaves; anyone may, and gets what was prepaid. The claims tree's nodes are
    /// answered by the epoch's poster alone.
    /// @param run ABI-encoded `ReceiptRun`, `AttributionRun`, `CreditRun` or `PayoutRun` of the whole chunk, the `bytes32[]`
    /// of the claims tree's nodes, the `SignedRun` of a chunk's signatures, or the `RecordOrigin` of an attribution.
    function answer(Epoch calldata epoch, Tree tree, uint32 chunk, bytes calldata run) external;

    /// @notice Ends a demand that nobody answered in time: voids the epoch, gives the prepaid money back to its
    /// challenger and the challenger its part of the bond. If the epoch is void already, it only gives back the money.
    function resolve(address operator, uint64 number, uint32 post, Tree tree, uint32 chunk) external;

    /// @param post Ordinal of the epoch's post, `ISettlement.postOf`.
    function demandOf(address operator, uint32 post, Tree tree, uint32 chunk) external view returns (Demand memory);

    /// @notice keccak of the nodes, one after the other, that a post's poster answered for a chunk of its claims tree; 0
    /// without an answer.
    function claimsAnswerOf(address operator, uint32 post, uint32 chunk) external view returns (bytes32);

    /// @notice Earliest second at which an epoch may become final for the sake of demands; the greatest uint64 while one
    /// is open.
    function heldUntil(address operator, uint32 post) external view returns (uint64);

    /// @notice Leaves of a full chunk; nodes, of the claims tree; receipts, of the signatures; 1, of the records.
    function chunkSizeOf(Tree tree) external pure returns (uint32);

    /// @notice Seconds for an answer, and for reading it before the epoch may become final.
    function answerWindow() external view returns (uint64);

    /// @notice Leaves that a demand prepays for a chunk, 0 if there is no such chunk: what costs more gas to answer than a
    /// leaf counts as several.
    function leavesPaid(Epoch calldata epoch, Tree tree, uint32 chunk) external pure returns (uint256);

    /// @notice Checks what stands behind leaves.
    function origins() external view returns (address);

    /// @notice Wei of OPEN that a demand prepays for each leaf.
    function pricePerLeaf() external view returns (uint96);
}
