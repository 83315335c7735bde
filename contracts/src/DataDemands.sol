// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import { IDataDemands } from "./interfaces/IDataDemands.sol";
import { IOrigins } from "./interfaces/IOrigins.sol";
import { ISettlement } from "./interfaces/ISettlement.sol";
import { ClaimsNodes } from "./libraries/ClaimsNodes.sol";
import { LeafRuns } from "./libraries/LeafRuns.sol";
import { Epoch } from "./types/Epoch.sol";
import { AttributionRun, CreditRun, PayoutRun, ReceiptRun } from "./types/Runs.sol";

/// @title Data of open epochs, demanded and answered on chain
abstract contract DataDemands is IDataDemands {
    using SafeERC20 for IERC20;

    uint32 private constant RECEIPTS_PER_CHUNK = 16;
    uint32 private constant LEAVES_PER_CHUNK = 256;
    /// @dev What costs more gas to answer than a leaf of 256 pays for several (`snapshots/Demands.json`).
    uint256 private constant LEAVES_PER_RECEIPT = 5;
    uint256 private constant LEAVES_PER_SIGNATURE = 9;
    uint256 private constant LEAVES_PER_RECORD = 80;
    /// @dev 5 nodes of the claims tree pay for 3 leaves.
    uint256 private constant CLAIMS_LEAVES = 3;
    uint256 private constant CLAIMS_NODES = 5;

    /// @dev What an epoch's finalisation waits for.
    struct Hold {
        uint32 open;
        uint64 until;
    }

    /// @inheritdoc IDataDemands
    uint64 public immutable answerWindow;
    /// @inheritdoc IDataDemands
    uint96 public immutable pricePerLeaf;
    ISettlement private immutable _settlement;
    IERC20 private immutable _token;
    IOrigins private immutable _origins;

    mapping(bytes32 id => Demand) private _demands;
    mapping(address operator => mapping(uint32 post => Hold)) private _holds;
    /// @dev What a demanded chunk of the claims tree must hash to; of chunk 0 it is the claims root.
    mapping(bytes32 id => bytes32 node) private _expected;
    /// @dev keccak of the nodes that were answered.
    mapping(bytes32 id => bytes32) private _claimsAnswers;

    constructor(ISettlement settlement_, IOrigins origins_, uint64 answerWindow_, uint96 pricePerLeaf_) {
        (_settlement, _origins) = (settlement_, origins_);
        _token = IERC20(settlement_.token());
        answerWindow = answerWindow_;
        pricePerLeaf = pricePerLeaf_;
    }

    /// @inheritdoc IDataDemands
    function demand(Epoch calldata epoch, Tree tree, uint32 chunk) external {
        (uint32 post, uint64 finalizesAt) = _requireOpen(epoch);
        require(block.timestamp < finalizesAt, WindowOver(finalizesAt));
        require(tree != Tree.Claims || chunk == 0, NotTheTop(chunk));
        _demand(epoch, post, tree, chunk);
    }

    /// @inheritdoc IDataDemands
    function demandBelow(Epoch calldata epoch, uint32 chunk, bytes32[] calldata nodes) external {
        (uint32 post, uint64 finalizesAt) = _requireOpen(epoch);
        (, uint256 length) = _chunkOf(epoch, Tree.Claims, chunk);
        require(chunk > 0 && length > 0, NoSuchChunk(Tree.Claims, chunk));
        bytes32 node = _nodeAbove(epoch.operator, post, chunk, finalizesAt, nodes);

        _expected[_idOf(epoch.operator, post, Tree.Claims, chunk)] = node;
        _demand(epoch, post, Tree.Claims, chunk);
    }

    /// @inheritdoc IDataDemands
    function answer(Epoch calldata epoch, Tree tree, uint32 chunk, bytes calldata run) external {
        (uint32 post,) = _requireOpen(epoch);
        Demand storage record = _requireOpenDemand(epoch.operator, post, tree, chunk);
        require(block.timestamp <= record.deadline, DeadlinePassed(record.deadline));
        if (tree == Tree.Claims) _recordNodes(epoch, post, chunk, abi.decode(run, (bytes32[])));
        else _requireChunk(epoch, tree, chunk, run);
        uint64 readUntil = uint64(block.timestamp) + answerWindow;
        Hold storage hold = _holds[epoch.operator][post];

        (record.answered, record.readUntil) = (true, readUntil);
        --hold.open;
        if (readUntil > hold.until) hold.until = readUntil;
        emit Answered(epoch.operator, epoch.number, post, tree, chunk, msg.sender);

        _token.safeTransfer(msg.sender, record.prepaid);
    }

    /// @inheritdoc IDataDemands
    function resolve(address operator, uint64 number, uint32 post, Tree tree, uint32 chunk) external {
        Demand storage record = _requireOpenDemand(operator, post, tree, chunk);
        bool stands = _settlement.postOf(operator, number) == post;
        require(!stands || block.timestamp > record.deadline, DeadlineAhead(record.deadline));
        address challenger = record.challenger;

        record.answered = true;
        --_holds[operator][post].open;
        if (stands) emit Unanswered(operator, number, post, tree, chunk);
        else emit DemandRefunded(operator, number, post, tree, chunk);

        _token.safeTransfer(challenger, record.prepaid);
        if (stands) _settlement.voidEpochs(operator, number, challenger);
    }

    /// @inheritdoc IDataDemands
    function demandOf(address operator, uint32 post, Tree tree, uint32 chunk) external view returns (Demand memory) {
        return _demands[_idOf(operator, post, tree, chunk)];
    }

    /// @inheritdoc IDataDemands
    function claimsAnswerOf(address operator, uint32 post, uint32 chunk) external view returns (bytes32) {
        return _claimsAnswers[_idOf(operator, post, Tree.Claims, chunk)];
    }

    /// @inheritdoc IDataDemands
    function heldUntil(address operator, uint32 post) external view returns (uint64) {
        Hold storage hold = _holds[operator][post];
        return hold.open > 0 ? type(uint64).max : hold.until;
    }

    /// @inheritdoc IDataDemands
    function origins() external view returns (address) {
        return address(_origins);
    }

    /// @inheritdoc IDataDemands
    function chunkSizeOf(Tree tree) public pure returns (uint32) {
        // Fits: 1,024.
        // forge-lint: disable-next-line(unsafe-typecast)
        if (tree == Tree.Claims) return uint32(ClaimsNodes.PER_CHUNK);
        if (tree == Tree.Records) return 1;
        return tree == Tree.Receipts || tree == Tree.Signatures ? RECEIPTS_PER_CHUNK : LEAVES_PER_CHUNK;
    }

    /// @inheritdoc IDataDemands
    function leavesPaid(Epoch calldata epoch, Tree tree, uint32 chunk) public pure returns (uint256) {
        (, uint256 length) = _chunkOf(epoch, tree, chunk);
        if (tree == Tree.Claims) return (length * CLAIMS_LEAVES + CLAIMS_NODES - 1) / CLAIMS_NODES;
        if (tree == Tree.Receipts) return length * LEAVES_PER_RECEIPT;
        if (tree == Tree.Signatures) return length * LEAVES_PER_SIGNATURE;
        return tree == Tree.Records ? length * LEAVES_PER_RECORD : length;
    }

    /// @dev Records a demand, and takes what it prepays.
    function _demand(Epoch calldata epoch, uint32 post, Tree tree, uint32 chunk) private {
        uint256 leaves = leavesPaid(epoch, tree, chunk);
        require(leaves > 0, NoSuchChunk(tree, chunk));
        Demand storage record = _demands[_idOf(epoch.operator, post, tree, chunk)];
        require(record.challenger == address(0), DemandedAlready(tree, chunk));
        // Fits: no chunk counts as more than 615 leaves.
        // forge-lint: disable-next-line(unsafe-typecast)
        uint96 prepaid = uint96(leaves) * pricePerLeaf;
        uint64 deadline = uint64(block.timestamp) + answerWindow;

        (record.challenger, record.prepaid, record.deadline) = (msg.sender, prepaid, deadline);
        ++_holds[epoch.operator][post].open;
        emit Demanded(epoch.operator, epoch.number, post, tree, chunk, msg.sender, deadline);

        _token.safeTransferFrom(msg.sender, address(this), prepaid);
    }

    /// @dev The node above a chunk of the claims tree, from the answer that holds it; reverts when it is too late to go by it.
    function _nodeAbove(address operator, uint32 post, uint32 chunk, uint64 finalizesAt, bytes32[] calldata nodes)
        private
        view
        returns (bytes32)
    {
        (uint32 parent, uint256 index) = ClaimsNodes.above(chunk);
        bytes32 id = _idOf(operator, post, Tree.Claims, parent);
        require(_hashOf(nodes) == _claimsAnswers[id], NotTheAnswer(parent));
        uint64 readUntil = _demands[id].readUntil;
        uint64 until = readUntil > finalizesAt ? readUntil : finalizesAt;
        require(block.timestamp < until, WindowOver(until));
        return nodes[index];
    }

    /// @dev Records nodes of the claims tree as the poster's answer; reverts unless they hash to what they must.
    function _recordNodes(Epoch calldata epoch, uint32 post, uint32 chunk, bytes32[] memory nodes) private {
        address poster = _settlement.posterOf(epoch.operator, epoch.number);
        require(msg.sender == poster, NotPoster(msg.sender, poster));
        (uint256 length, uint256 levels) = ClaimsNodes.sizeOf(epoch.payouts.count, chunk);
        require(nodes.length == length, WrongChunk(0, nodes.length));
        bytes32 id = _idOf(epoch.operator, post, Tree.Claims, chunk);
        bytes32 expected = chunk == 0 ? epoch.claimsRoot : _expected[id];
        delete _expected[id];
        _claimsAnswers[id] = _hashOf(nodes);
        // Not only in the input: the poster may be a contract that makes the nodes up from something else.
        emit ClaimsAnswered(epoch.operator, post, chunk, nodes);

        bytes32 found = ClaimsNodes.rootInPlace(nodes, levels);
        require(found == expected, WrongNodes(found, expected));
    }

    function _requireOpen(Epoch calldata epoch) private view returns (uint32 post, uint64 finalizesAt) {
        ISettlement.EpochStatus status;
        bytes32 epochHash;
        (epochHash,, finalizesAt, status) = _settlement.epochOf(epoch.operator, epoch.number);
        bool open = status == ISettlement.EpochStatus.Open && epochHash == epoch.hash();
        require(open, NotAnOpenEpoch(epoch.operator, epoch.number));
        post = _settlement.postOf(epoch.operator, epoch.number);
    }

    function _requireOpenDemand(address operator, uint32 post, Tree tree, uint32 chunk)
        private
        view
        returns (Demand storage record)
    {
        record = _demands[_idOf(operator, post, tree, chunk)];
        require(record.challenger != address(0), NotDemanded(tree, chunk));
        require(!record.answered, AnsweredAlready(tree, chunk));
    }

    /// @dev The chunk's first leaf and its number of leaves, 0 if there is none; the last chunk may be shorter. Of the claims
    /// tree only the number of nodes.
    function _chunkOf(Epoch calldata epoch, Tree tree, uint32 chunk)
        private
        pure
        returns (uint256 first, uint256 length)
    {
        uint32 count = epoch.payouts.count;
        if (tree == Tree.Claims) {
            (length,) = ClaimsNodes.sizeOf(count, chunk);
            return (0, length);
        }
        if (tree == Tree.Receipts || tree == Tree.Signatures) count = epoch.receipts.count;
        else if (tree == Tree.Attributions || tree == Tree.Records) count = epoch.attributions.count;
        else if (tree == Tree.Credits) count = epoch.credits.count;
        uint256 size = chunkSizeOf(tree);
        first = uint256(chunk) * size;
        if (first < count) length = count - first < size ? count - first : size;
    }

    /// @dev Reverts unless the run is exactly this chunk of the epoch's tree, or shows what stands behind it.
    function _requireChunk(Epoch calldata epoch, Tree tree, uint32 chunk, bytes calldata run) private view {
        if (tree == Tree.Signatures) {
            (uint256 first, uint256 length) = _origins.requireSigned(epoch, run);
            _requireWhole(epoch, tree, chunk, first, length);
        } else if (tree == Tree.Records) {
            _requireWhole(epoch, tree, chunk, _origins.requireOrigin(epoch, run), 1);
        } else if (tree == Tree.Receipts) {
            ReceiptRun memory receipts = abi.decode(run, (ReceiptRun));
            _requireWhole(epoch, tree, chunk, receipts.first, receipts.leaves.length);
            LeafRuns.requireHeld(receipts, epoch.receipts);
        } else if (tree == Tree.Attributions) {
            AttributionRun memory attributions = abi.decode(run, (AttributionRun));
            _requireWhole(epoch, tree, chunk, attributions.first, attributions.leaves.length);
            LeafRuns.requireHeld(attributions, epoch.attributions);
        } else if (tree == Tree.Credits) {
            CreditRun memory credits = abi.decode(run, (CreditRun));
            _requireWhole(epoch, tree, chunk, credits.first, credits.leaves.length);
            LeafRuns.requireHeld(credits, epoch.credits);
        } else {
            PayoutRun memory payouts = abi.decode(run, (PayoutRun));
            _requireWhole(epoch, tree, chunk, payouts.first, payouts.leaves.length);
            LeafRuns.requireHeld(payouts, epoch.payouts);
        }
    }

    function _requireWhole(Epoch calldata epoch, Tree tree, uint32 chunk, uint256 first, uint256 length) private pure {
        (uint256 wanted, uint256 wantedLength) = _chunkOf(epoch, tree, chunk);
        require(first == wanted && length == wantedLength, WrongChunk(first, length));
    }

    function _hashOf(bytes32[] memory nodes) private pure returns (bytes32) {
        return keccak256(abi.encodePacked(nodes));
    }

    function _idOf(address operator, uint32 post, Tree tree, uint32 chunk) private pure returns (bytes32) {
        return keccak256(abi.encode(operator, post, tree, chunk));
    }
}
