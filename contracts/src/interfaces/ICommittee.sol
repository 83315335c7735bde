// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Epoch } from "../types/Epoch.sol";
import { AttributionRun } from "../types/Runs.sol";
import { IValidators } from "./IValidators.sol";

/// @title Attributions, executed again by a drawn committee
/// @notice Anyone prepays the re-execution of one call's attribution in an open epoch. Members are drawn by stake; the
/// operator hands them the call's content encrypted; each computes the weights again, commits to them and reveals them. If
/// the members' median says that more than the tolerated part of the weight lies where it does not belong, the epoch is
/// void, as if a fault had been proven. Refusing the content voids it too. Silence of a member is slashed.
/// @dev The draw uses the hash of a block that comes after the request. Assumed: whoever makes that block does not work
/// with the operator, for it can try as many hashes as it can make blocks and withhold. Weights of a call sum to 10^18, so
/// what the posted ones exceed the true ones by, summed, is what was moved.
interface ICommittee is IValidators {
    /// @notice Fixed at deployment.
    struct CommitteeParams {
        /// Members of a committee, odd, 1 to 15; more than half is a quorum.
        uint8 size;
        /// Seconds for each step: the draw, the hand-over, the commitments, the reveals.
        uint64 stepWindow;
        /// Blocks between a request and the block whose hash draws.
        uint64 drawDelay;
        /// Part of a call's weight that may lie elsewhere, ppm.
        uint32 tolerancePpm;
        /// What a request prepays for each member, wei.
        uint96 pricePerMember;
        /// Part of that which a member gets itself, bps; the rest goes to its pool.
        uint16 memberBps;
        /// Least stake in a validator's own pool, wei.
        uint128 minimumStake;
    }

    /// @notice `Requested`: waits for its draw. `Drawn`: for the operator's content. `Given`: for members' commitments,
    /// then their reveals.
    enum Stage {
        None,
        Requested,
        Drawn,
        Given,
        Done
    }

    /// @notice `Lapsed`: never drawn, or too few validators. `Gone`: the epoch was void already. `NoQuorum`: too few
    /// members revealed. `Refused`: the operator handed nothing over. `Unreadable`: most members could not read what it
    /// handed over. `Stands` and `Moved`: the verdicts.
    enum Outcome {
        None,
        Lapsed,
        Gone,
        NoQuorum,
        Refused,
        Unreadable,
        Stands,
        Moved
    }

    struct Request {
        address requester;
        address operator;
        uint64 number;
        /// Ordinal of the epoch's post, `ISettlement.postOf`.
        uint32 post;
        bytes32 callId;
        /// keccak(abi.encode(uint64[] weights)) of the call's posted attributions in their order.
        bytes32 postedHash;
        /// Number of these attributions.
        uint8 leaves;
        Stage stage;
        Outcome outcome;
        /// Unix seconds; stakes and seats of the second before count.
        uint64 requestedAt;
        /// The block whose hash draws.
        uint64 drawBlock;
        /// Last second of the stage's step; in `Given` the last one for commitments, reveals have one step more.
        uint64 deadline;
        /// keccak of the published hand-over, 0 before.
        bytes32 contentHash;
        address[] members;
    }

    /// @notice `weightsHash`: keccak(abi.encode(uint64[])) of the revealed list, which is empty if the member could not
    /// read the content; 0: not revealed.
    struct Vote {
        bytes32 commitment;
        bytes32 weightsHash;
    }

    event ReexecutionRequested(
        bytes32 indexed requestId,
        address indexed operator,
        uint64 number,
        bytes32 indexed callId,
        uint32 post,
        address requester,
        uint64 drawBlock
    );
    /// @notice The block's hash is out of reach: another one draws.
    event DrawMoved(bytes32 indexed requestId, uint64 drawBlock);
    event CommitteeDrawn(bytes32 indexed requestId, address indexed operator, address[] members, uint64 deadline);
    event ContentGiven(bytes32 indexed requestId, bytes32 contentHash, uint64 deadline);
    event WeightsCommitted(bytes32 indexed requestId, address indexed member, bytes32 commitment);
    /// @notice `weights`: what the member computed for each posted attribution, in their order.
    event WeightsRevealed(bytes32 indexed requestId, address indexed member, uint64[] weights);
    event MemberSilent(bytes32 indexed requestId, address indexed member);
    /// @notice `moved`: of 10^18, what the posted weights exceed the members' median by; 0 without a verdict.
    event ReexecutionResolved(bytes32 indexed requestId, Outcome outcome, uint256 moved);

    error BadParameters();
    /// @notice This settlement or staking names another committee.
    error NotLinked(address linked);
    /// @notice Stake could leave before an epoch is final.
    error UnbondingTooShort(uint64 delay, uint64 minimum);
    /// @notice The header given is not an open epoch's.
    error NotAnOpenEpoch(address operator, uint64 number);
    /// @notice The epoch's challenge window is over.
    error WindowOver(uint64 finalizesAt);
    /// @notice Not its operator posted this epoch: whoever did has no content to hand over, and would lose its bond for it.
    error TakenOver(address operator, uint64 number);
    /// @notice The call has no attribution, or more than 64.
    error BadAttributionCount(uint256 count);
    /// @notice The call is with a committee, or was judged by one.
    error RequestedAlready(bytes32 requestId);
    error WrongStage(bytes32 requestId, Stage stage);
    error DrawAhead(uint64 drawBlock);
    error NotOperator(address operator, address caller);
    error NotMember(bytes32 requestId, address caller);
    error ZeroContent();
    error ZeroCommitment();
    error CommittedAlready(address member);
    error NotCommitted(address member);
    error RevealedAlready(address member);
    /// @notice Members may still commit.
    error CommitmentsOpen(uint64 deadline);
    error DeadlinePassed(uint64 deadline);
    error DeadlineAhead(uint64 deadline);
    /// @notice The list is not the one that was committed to or revealed, or not the posted one.
    error WrongWeights();
    /// @notice One weight for each posted attribution, or none at all; together at most 10^18.
    error BadWeights();

    /// @notice Asks a committee to execute a call's attribution again; prepays its members (approve it first).
    /// @param epoch Header as posted; open, within its challenge window.
    /// @param call All attributions of the call: neighbours, with the leaf of another call before and behind them except at
    /// the tree's ends.
    function request(Epoch calldata epoch, AttributionRun calldata call, bytes32 callId)
        external
        returns (bytes32 requestId);

    /// @notice Draws the members; anyone may, once the block has come. If its hash is out of reach, another block is set.
    function draw(bytes32 requestId) external;

    /// @notice Says where the content is; operator only. The hand-over is published under its keccak hash and holds the
    /// content for each member, encrypted to its key.
    function handOver(bytes32 requestId, bytes32 contentHash) external;

    /// @notice Commits a member to its weights, see `commitmentOf`.
    function commitWeights(bytes32 requestId, bytes32 commitment) external;

    /// @notice Reveals them: after all members have committed, or after their step.
    /// @param weights One for each posted attribution; none if the content cannot be read.
    function revealWeights(bytes32 requestId, uint64[] calldata weights, bytes32 salt) external;

    /// @notice Ends a request whose time has come; anyone may. Silent members are slashed, the others are paid, and the
    /// epoch is void if the verdict says so.
    /// @param posted The posted weights; read for a verdict only, as is the next.
    /// @param revealed The lists of the members that revealed one that is not empty, in the order of the members.
    function resolve(bytes32 requestId, uint64[] calldata posted, uint64[][] calldata revealed) external;

    /// @notice A request; zeros if there is none.
    function requestOf(bytes32 requestId) external view returns (Request memory);

    /// @notice The newest request for a call in a post; 0: none.
    function latestRequest(address operator, uint32 post, bytes32 callId) external view returns (bytes32 requestId);

    function voteOf(bytes32 requestId, address member) external view returns (Vote memory);

    /// @notice keccak(abi.encode(member, requestId, keccak(abi.encode(weights)), salt))
    function commitmentOf(address member, bytes32 requestId, uint64[] calldata weights, bytes32 salt)
        external
        pure
        returns (bytes32);

    /// @notice Earliest second at which an epoch may become final for the sake of committees: the greatest uint64 while a
    /// request is open, 0 otherwise.
    function heldUntil(address operator, uint32 post) external view returns (uint64);

    function settlement() external view returns (address);

    function staking() external view returns (address);

    function size() external view returns (uint8);

    function stepWindow() external view returns (uint64);

    function drawDelay() external view returns (uint64);

    function tolerancePpm() external view returns (uint32);

    function pricePerMember() external view returns (uint96);

    function memberBps() external view returns (uint16);
}
