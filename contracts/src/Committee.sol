// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import { Validators } from "./Validators.sol";
import { IChallenges } from "./interfaces/IChallenges.sol";
import { ICommittee } from "./interfaces/ICommittee.sol";
import { ISettlement } from "./interfaces/ISettlement.sol";
import { IStaking } from "./interfaces/IStaking.sol";
import { CallRuns } from "./libraries/CallRuns.sol";
import { MovedWeight } from "./libraries/MovedWeight.sol";
import { WeightedDraw } from "./libraries/WeightedDraw.sol";
import { Epoch } from "./types/Epoch.sol";
import { AttributionLeaf } from "./types/Leaves.sol";
import { AttributionRun } from "./types/Runs.sol";

/// @title Attributions, executed again by a drawn committee
contract Committee is ICommittee, Validators {
    using SafeERC20 for IERC20;

    uint256 private constant WHOLE = 10 ** 18;
    uint256 private constant MAX_LEAVES = 64;
    uint8 private constant MAX_SIZE = 15;

    /// @inheritdoc ICommittee
    address public immutable settlement;
    /// @inheritdoc ICommittee
    address public immutable staking;
    /// @inheritdoc ICommittee
    uint8 public immutable size;
    /// @inheritdoc ICommittee
    uint64 public immutable stepWindow;
    /// @inheritdoc ICommittee
    uint64 public immutable drawDelay;
    /// @inheritdoc ICommittee
    uint32 public immutable tolerancePpm;
    /// @inheritdoc ICommittee
    uint96 public immutable pricePerMember;
    /// @inheritdoc ICommittee
    uint16 public immutable memberBps;
    IERC20 private immutable _token;

    mapping(bytes32 requestId => Request) private _requests;
    mapping(bytes32 requestId => mapping(address member => Vote)) private _votes;
    mapping(bytes32 callKey => bytes32 requestId) private _latest;
    mapping(address operator => mapping(uint32 post => uint256 open)) private _open;

    /// @param settlement_ Stands already and names this contract as its `committee`, as does its staking.
    constructor(address settlement_, CommitteeParams memory params)
        Validators(IStaking(ISettlement(settlement_).staking()), params.minimumStake, params.stepWindow)
    {
        bool odd = params.size % 2 == 1 && params.size <= MAX_SIZE;
        require(odd && params.stepWindow > 0 && params.drawDelay > 0 && params.drawDelay < 256, BadParameters());
        require(params.tolerancePpm < 1_000_000 && params.memberBps <= 10_000, BadParameters());
        require(params.minimumStake > 0, BadParameters());
        address linked = ISettlement(settlement_).committee();
        require(linked == address(this), NotLinked(linked));
        settlement = settlement_;
        staking = ISettlement(settlement_).staking();
        linked = IStaking(staking).committee();
        require(linked == address(this), NotLinked(linked));
        _requireUnbonding(params.stepWindow);
        _token = IERC20(ISettlement(settlement_).token());
        size = params.size;
        stepWindow = params.stepWindow;
        drawDelay = params.drawDelay;
        tolerancePpm = params.tolerancePpm;
        pricePerMember = params.pricePerMember;
        memberBps = params.memberBps;
    }

    /// @inheritdoc ICommittee
    function request(Epoch calldata epoch, AttributionRun calldata call, bytes32 callId)
        external
        returns (bytes32 requestId)
    {
        uint32 post = _requireWindow(epoch);
        AttributionLeaf[] memory leaves = CallRuns.attributionsOf(call, epoch, callId);
        require(leaves.length > 0 && leaves.length <= MAX_LEAVES, BadAttributionCount(leaves.length));
        bytes32 key = keccak256(abi.encode(epoch.operator, post, callId));
        _requireUnjudged(_latest[key]);
        requestId = keccak256(abi.encode(key, _latest[key]));

        _latest[key] = requestId;
        ++_open[epoch.operator][post];
        Request storage made = _requests[requestId];
        (made.requester, made.operator, made.number, made.post) = (msg.sender, epoch.operator, epoch.number, post);
        (made.callId, made.postedHash, made.leaves) = (callId, _hashOf(leaves), uint8(leaves.length));
        (made.stage, made.requestedAt) = (Stage.Requested, uint64(block.timestamp));
        (made.drawBlock, made.deadline) = (uint64(block.number) + drawDelay, uint64(block.timestamp) + stepWindow);
        emit ReexecutionRequested(
            requestId, epoch.operator, epoch.number, callId, post, msg.sender, uint64(block.number) + drawDelay
        );

        _token.safeTransferFrom(msg.sender, address(this), uint256(size) * pricePerMember);
    }

    /// @inheritdoc ICommittee
    function draw(bytes32 requestId) external {
        Request storage made = _at(requestId, Stage.Requested);
        require(block.number > made.drawBlock, DrawAhead(made.drawBlock));
        require(block.timestamp <= made.deadline, DeadlinePassed(made.deadline));
        bytes32 seed = blockhash(made.drawBlock);
        if (seed == 0) {
            made.drawBlock = uint64(block.number) + drawDelay;
            emit DrawMoved(requestId, made.drawBlock);
            return;
        }
        (address[] memory accounts, uint256[] memory weights) =
            _seatedBefore(made.requestedAt, made.operator, made.requester);
        uint256[] memory places = WeightedDraw.draw(weights, size, keccak256(abi.encode(seed, requestId)));
        if (places.length == 0) {
            _end(requestId, made, Outcome.Lapsed, 0);
            _refund(made.requester, size);
            return;
        }

        address[] memory members = new address[](places.length);
        for (uint256 i = 0; i < places.length; ++i) {
            members[i] = accounts[places[i]];
        }
        (made.members, made.stage, made.deadline) = (members, Stage.Drawn, uint64(block.timestamp) + stepWindow);
        emit CommitteeDrawn(requestId, made.operator, members, made.deadline);
    }

    /// @inheritdoc ICommittee
    function handOver(bytes32 requestId, bytes32 contentHash) external {
        Request storage made = _at(requestId, Stage.Drawn);
        require(msg.sender == made.operator, NotOperator(made.operator, msg.sender));
        require(contentHash != 0, ZeroContent());
        require(block.timestamp <= made.deadline, DeadlinePassed(made.deadline));

        (made.contentHash, made.stage) = (contentHash, Stage.Given);
        made.deadline = uint64(block.timestamp) + stepWindow;
        emit ContentGiven(requestId, contentHash, made.deadline);
    }

    /// @inheritdoc ICommittee
    function commitWeights(bytes32 requestId, bytes32 commitment) external {
        Request storage made = _at(requestId, Stage.Given);
        require(_isMember(made, msg.sender), NotMember(requestId, msg.sender));
        require(commitment != 0, ZeroCommitment());
        require(block.timestamp <= made.deadline, DeadlinePassed(made.deadline));
        Vote storage vote = _votes[requestId][msg.sender];
        require(vote.commitment == 0, CommittedAlready(msg.sender));

        vote.commitment = commitment;
        emit WeightsCommitted(requestId, msg.sender, commitment);
    }

    /// @inheritdoc ICommittee
    function revealWeights(bytes32 requestId, uint64[] calldata weights, bytes32 salt) external {
        Request storage made = _at(requestId, Stage.Given);
        Vote storage vote = _votes[requestId][msg.sender];
        require(vote.commitment != 0, NotCommitted(msg.sender));
        require(vote.weightsHash == 0, RevealedAlready(msg.sender));
        bool allIn = block.timestamp > made.deadline || _committed(requestId, made) == size;
        require(allIn, CommitmentsOpen(made.deadline));
        require(block.timestamp <= made.deadline + stepWindow, DeadlinePassed(made.deadline + stepWindow));
        require(commitmentOf(msg.sender, requestId, weights, salt) == vote.commitment, WrongWeights());
        _requireWeights(weights, made.leaves);

        vote.weightsHash = keccak256(abi.encode(weights));
        emit WeightsRevealed(requestId, msg.sender, weights);
    }

    /// @inheritdoc ICommittee
    function resolve(bytes32 requestId, uint64[] calldata posted, uint64[][] calldata revealed) external {
        Request storage made = _requests[requestId];
        Stage stage = made.stage;
        require(stage != Stage.None && stage != Stage.Done, WrongStage(requestId, stage));
        (address operator, uint64 number, address requester) = (made.operator, made.number, made.requester);
        if (ISettlement(settlement).postOf(operator, number) != made.post) {
            _end(requestId, made, Outcome.Gone, 0);
            return _refund(requester, size);
        }
        if (stage != Stage.Given) {
            require(block.timestamp > made.deadline, DeadlineAhead(made.deadline));
            _end(requestId, made, stage == Stage.Drawn ? Outcome.Refused : Outcome.Lapsed, 0);
            _refund(requester, size);
            if (stage == Stage.Drawn) ISettlement(settlement).voidEpochs(operator, number, requester);
            return;
        }
        _judge(requestId, made, posted, revealed);
    }

    /// @inheritdoc ICommittee
    function requestOf(bytes32 requestId) external view returns (Request memory) {
        return _requests[requestId];
    }

    /// @inheritdoc ICommittee
    function latestRequest(address operator, uint32 post, bytes32 callId) external view returns (bytes32) {
        return _latest[keccak256(abi.encode(operator, post, callId))];
    }

    /// @inheritdoc ICommittee
    function voteOf(bytes32 requestId, address member) external view returns (Vote memory) {
        return _votes[requestId][member];
    }

    /// @inheritdoc ICommittee
    function heldUntil(address operator, uint32 post) external view returns (uint64) {
        return _open[operator][post] > 0 ? type(uint64).max : 0;
    }

    /// @inheritdoc ICommittee
    function commitmentOf(address member, bytes32 requestId, uint64[] calldata weights, bytes32 salt)
        public
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(member, requestId, keccak256(abi.encode(weights)), salt));
    }

    /// @dev The content was given: everybody has revealed, or the time for it is over.
    function _judge(bytes32 requestId, Request storage made, uint64[] calldata posted, uint64[][] calldata revealed)
        private
    {
        (uint256 lists, uint256 empty) = _countReveals(requestId, made, revealed);
        uint64 deadline = made.deadline + stepWindow;
        require(lists + empty == size || block.timestamp > deadline, DeadlineAhead(deadline));
        if (lists > size / 2) {
            require(keccak256(abi.encode(posted)) == made.postedHash, WrongWeights());
            require(revealed.length == lists, WrongWeights());
            uint256 moved = MovedWeight.moved(posted, revealed);
            bool stands = moved * 1_000_000 <= WHOLE * tolerancePpm;
            _end(requestId, made, stands ? Outcome.Stands : Outcome.Moved, moved);
        } else {
            _end(requestId, made, empty > size / 2 ? Outcome.Unreadable : Outcome.NoQuorum, 0);
        }

        _settleMembers(requestId, made, lists > size / 2);
        _refund(made.requester, lists > size / 2 ? size - lists : size);
        if (made.outcome == Outcome.Moved || made.outcome == Outcome.Unreadable) {
            ISettlement(settlement).voidEpochs(made.operator, made.number, made.requester);
        }
    }

    /// @dev Members that revealed a list and an empty one. The given lists are those of the former, in their order, unless
    /// none are given.
    function _countReveals(bytes32 requestId, Request storage made, uint64[][] calldata revealed)
        private
        view
        returns (uint256 lists, uint256 empty)
    {
        bytes32 none = keccak256(abi.encode(new uint64[](0)));
        address[] memory members = made.members;
        for (uint256 i = 0; i < members.length; ++i) {
            bytes32 weightsHash = _votes[requestId][members[i]].weightsHash;
            if (weightsHash == 0) continue;
            if (weightsHash == none) {
                ++empty;
                continue;
            }
            if (lists < revealed.length) {
                require(keccak256(abi.encode(revealed[lists])) == weightsHash, WrongWeights());
            }
            ++lists;
        }
    }

    /// @dev Slashes who was silent; with a verdict pays those whose lists it rests on.
    function _settleMembers(bytes32 requestId, Request storage made, bool verdict) private {
        address[] memory members = made.members;
        bytes32 none = keccak256(abi.encode(new uint64[](0)));
        for (uint256 i = 0; i < members.length; ++i) {
            bytes32 weightsHash = _votes[requestId][members[i]].weightsHash;
            if (weightsHash == 0) {
                emit MemberSilent(requestId, members[i]);
                IStaking(staking).slashForSilence(members[i]);
            } else if (verdict && weightsHash != none) {
                _pay(members[i]);
            }
        }
    }

    function _pay(address member) private {
        uint256 own = uint256(pricePerMember) * memberBps / 10_000;
        address pool = IStaking(staking).poolOf(IStaking(staking).subjectOf(member));
        if (own > 0) _token.safeTransfer(member, own);
        if (pricePerMember > own) _token.safeTransfer(pool, pricePerMember - own);
    }

    function _refund(address requester, uint256 members) private {
        uint256 amount = members * pricePerMember;
        if (amount > 0) _token.safeTransfer(requester, amount);
    }

    function _end(bytes32 requestId, Request storage made, Outcome outcome, uint256 moved) private {
        (made.stage, made.outcome) = (Stage.Done, outcome);
        --_open[made.operator][made.post];
        emit ReexecutionResolved(requestId, outcome, moved);
    }

    function _at(bytes32 requestId, Stage stage) private view returns (Request storage made) {
        made = _requests[requestId];
        require(made.stage == stage, WrongStage(requestId, made.stage));
    }

    function _isMember(Request storage made, address account) private view returns (bool) {
        address[] memory members = made.members;
        for (uint256 i = 0; i < members.length; ++i) {
            if (members[i] == account) return true;
        }
        return false;
    }

    function _committed(bytes32 requestId, Request storage made) private view returns (uint256 count) {
        address[] memory members = made.members;
        for (uint256 i = 0; i < members.length; ++i) {
            if (_votes[requestId][members[i]].commitment != 0) ++count;
        }
    }

    /// @dev A request that ended without a verdict can be made again.
    function _requireUnjudged(bytes32 latest) private view {
        if (latest == 0) return;
        Outcome outcome = _requests[latest].outcome;
        bool unjudged = outcome == Outcome.Lapsed || outcome == Outcome.NoQuorum;
        require(unjudged, RequestedAlready(latest));
    }

    function _requireWindow(Epoch calldata epoch) private view returns (uint32 post) {
        (bytes32 epochHash,, uint64 finalizesAt, ISettlement.EpochStatus status) =
            ISettlement(settlement).epochOf(epoch.operator, epoch.number);
        bool open = status == ISettlement.EpochStatus.Open && epochHash == epoch.hash();
        require(open, NotAnOpenEpoch(epoch.operator, epoch.number));
        require(block.timestamp < finalizesAt, WindowOver(finalizesAt));
        bool isOwn = ISettlement(settlement).posterOf(epoch.operator, epoch.number) == epoch.operator;
        require(isOwn, TakenOver(epoch.operator, epoch.number));
        return ISettlement(settlement).postOf(epoch.operator, epoch.number);
    }

    /// @dev An epoch is open for its window, then for what demands of data and committees take at most.
    function _requireUnbonding(uint64 step) private view {
        uint64 demands = 2 * IChallenges(ISettlement(settlement).challenges()).answerWindow();
        uint64 steps = 4 * step;
        uint64 minimum = ISettlement(settlement).challengeWindow() + (demands > steps ? demands : steps);
        uint64 delay = IStaking(staking).unbondingDelay();
        require(delay >= minimum, UnbondingTooShort(delay, minimum));
    }

    function _hashOf(AttributionLeaf[] memory leaves) private pure returns (bytes32) {
        uint64[] memory weights = new uint64[](leaves.length);
        for (uint256 i = 0; i < weights.length; ++i) {
            weights[i] = leaves[i].weight;
        }
        return keccak256(abi.encode(weights));
    }

    function _requireWeights(uint64[] calldata weights, uint256 leaves) private pure {
        if (weights.length == 0) return;
        uint256 sum = 0;
        for (uint256 i = 0; i < weights.length; ++i) {
            sum += weights[i];
        }
        require(weights.length == leaves && sum <= WHOLE, BadWeights());
    }
}
