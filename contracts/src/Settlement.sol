// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Ownable } from "@openzeppelin/contracts/access/Ownable.sol";
import { Ownable2Step } from "@openzeppelin/contracts/access/Ownable2Step.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { ERC20Burnable } from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { EIP712 } from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import { MerkleProof } from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import { BondVault } from "./BondVault.sol";
import { PaymentEscrow } from "./PaymentEscrow.sol";
import { IBondVault } from "./interfaces/IBondVault.sol";
import { ISettlement } from "./interfaces/ISettlement.sol";
import { LeafHash } from "./libraries/LeafHash.sol";
import { ReceiptHash } from "./libraries/ReceiptHash.sol";
import { Epoch } from "./types/Epoch.sol";
import { Receipt } from "./types/Receipt.sol";

/// @title Epochs, burning and claims
/// @dev Creates its escrow and its bond vault: the three know each other by immutable addresses from the first block,
/// and nobody can come between.
contract Settlement is ISettlement, EIP712, Ownable2Step {
    using SafeERC20 for IERC20;

    uint64 public constant MIN_CHALLENGE_WINDOW = 72 hours;
    /// @notice Chain id of the development chain, where the window may be shorter.
    uint256 public constant DEV_CHAIN_ID = 31_337;

    /// @dev What finalisation and the next post need of an epoch; the rest is in its event.
    struct PostedEpoch {
        bytes32 epochHash;
        bytes32 claimsRoot;
        uint128 payoutsSum;
        uint128 carriedTotal;
        uint128 burned;
        uint64 postedAt;
    }

    /// @inheritdoc ISettlement
    address public immutable token;
    /// @inheritdoc ISettlement
    address public immutable escrow;
    /// @inheritdoc ISettlement
    address public immutable bondVault;
    /// @inheritdoc ISettlement
    uint64 public immutable challengeWindow;
    /// @inheritdoc ISettlement
    uint128 public immutable minimumBond;
    /// @inheritdoc ISettlement
    uint16 public immutable bondShareBps;

    /// @inheritdoc ISettlement
    mapping(bytes32 codeHash => bool) public approvedCode;
    /// @inheritdoc ISettlement
    mapping(address operator => mapping(address account => uint128)) public claimedOf;
    mapping(address operator => OperatorState) private _states;
    mapping(address operator => mapping(uint64 number => PostedEpoch)) private _epochs;

    constructor(SettlementParams memory params) EIP712("OpenLedger Settlement", "1") Ownable(params.owner) {
        require(params.token != address(0), ZeroAddress());
        require(
            block.chainid == DEV_CHAIN_ID || params.challengeWindow >= MIN_CHALLENGE_WINDOW,
            WindowTooShort(params.challengeWindow, MIN_CHALLENGE_WINDOW)
        );
        require(params.bondShareBps <= 10_000, ShareAboveWhole(params.bondShareBps));
        token = params.token;
        challengeWindow = params.challengeWindow;
        minimumBond = params.minimumBond;
        bondShareBps = params.bondShareBps;
        escrow = address(new PaymentEscrow(IERC20(params.token), address(this), params.withdrawalDelay));
        bondVault = address(new BondVault(IERC20(params.token), address(this)));
    }

    /// @inheritdoc ISettlement
    function setApprovedCode(bytes32 codeHash, bool approved) external onlyOwner {
        approvedCode[codeHash] = approved;
        emit CodeApproved(codeHash, approved);
    }

    /// @inheritdoc ISettlement
    function book(address operator, uint128 amount) external {
        require(msg.sender == escrow, NotEscrow(msg.sender));

        OperatorState storage state = _states[operator];
        state.funded += amount;
        emit Booked(operator, amount, state.funded);
    }

    /// @inheritdoc ISettlement
    function postEpoch(Epoch calldata epoch) external returns (bytes32 epochHash) {
        require(msg.sender == epoch.operator, NotOperator(epoch.operator, msg.sender));
        OperatorState storage state = _states[epoch.operator];
        PostedEpoch storage last = _epochs[epoch.operator][state.epochCount];
        _requireChained(state, epoch);
        require(approvedCode[epoch.codeHash], CodeNotApproved(epoch.codeHash));
        _requireBalanced(state, last, epoch);
        _requireRoots(epoch);

        epochHash = epoch.hash();
        state.accounted = state.funded;
        state.epochCount = epoch.number;
        state.lastEpochHash = epochHash;
        _epochs[epoch.operator][epoch.number] = PostedEpoch(
            epochHash, epoch.claimsRoot, epoch.payouts.sum, epoch.carriedTotal, epoch.burned, uint64(block.timestamp)
        );
        emit EpochPosted(epoch.operator, epoch.number, epochHash, epoch, uint64(block.timestamp) + challengeWindow);

        IBondVault(bondVault).lock(epoch.operator, requiredBond(epoch.operator, epoch.payouts.sum));
    }

    /// @inheritdoc ISettlement
    function finalize(address operator) external returns (uint64 number) {
        OperatorState storage state = _states[operator];
        require(state.finalCount < state.epochCount, NoOpenEpoch(operator));
        number = state.finalCount + 1;
        PostedEpoch storage posted = _epochs[operator][number];
        uint64 finalizesAt = posted.postedAt + challengeWindow;
        require(block.timestamp >= finalizesAt, WindowOpen(finalizesAt));
        uint128 burned = posted.burned;

        state.finalCount = number;
        state.claimsRoot = posted.claimsRoot;
        state.payoutsSum = posted.payoutsSum;
        state.carriedTotal = posted.carriedTotal;
        state.burned += burned;
        emit EpochFinalized(operator, number, posted.epochHash, posted.claimsRoot, burned);

        if (number == state.epochCount) IBondVault(bondVault).release(operator);
        if (burned > 0) ERC20Burnable(token).burn(burned);
    }

    /// @inheritdoc ISettlement
    function claim(address operator, address account, uint128 cumulative, bytes32[] calldata proof)
        external
        returns (uint128 amount)
    {
        amount = _claim(operator, account, cumulative, proof);
        require(amount > 0, NothingToClaim(account));
    }

    /// @inheritdoc ISettlement
    function claimBatch(address operator, Claim[] calldata claims) external returns (uint128 amount) {
        for (uint256 i = 0; i < claims.length; ++i) {
            amount += _claim(operator, claims[i].account, claims[i].cumulative, claims[i].proof);
        }
    }

    /// @inheritdoc ISettlement
    function stateOf(address operator) external view returns (OperatorState memory) {
        return _states[operator];
    }

    /// @inheritdoc ISettlement
    function epochOf(address operator, uint64 number)
        external
        view
        returns (bytes32 epochHash, uint64 postedAt, uint64 finalizesAt, EpochStatus status)
    {
        OperatorState storage state = _states[operator];
        if (number == 0 || number > state.epochCount) return (0, 0, 0, EpochStatus.None);
        PostedEpoch storage posted = _epochs[operator][number];
        status = number <= state.finalCount ? EpochStatus.Final : EpochStatus.Open;
        return (posted.epochHash, posted.postedAt, posted.postedAt + challengeWindow, status);
    }

    /// @inheritdoc ISettlement
    function epochCount(address operator) external view returns (uint64) {
        return _states[operator].epochCount;
    }

    /// @inheritdoc ISettlement
    function requiredBond(address operator, uint128 payoutsSum) public view returns (uint128) {
        uint128 claimed = _states[operator].claimed;
        uint256 unclaimed = payoutsSum > claimed ? payoutsSum - claimed : 0;
        return minimumBond + SafeCast.toUint128(unclaimed * bondShareBps / 10_000);
    }

    /// @inheritdoc ISettlement
    function hashReceipt(Receipt calldata receipt) external view returns (bytes32 leaf, bytes32 digest) {
        leaf = ReceiptHash.hash(receipt);
        digest = _hashTypedDataV4(leaf);
    }

    function _claim(address operator, address account, uint128 cumulative, bytes32[] calldata proof)
        private
        returns (uint128 amount)
    {
        OperatorState storage state = _states[operator];
        bytes32 leaf = LeafHash.claim(account, cumulative);
        require(MerkleProof.verifyCalldata(proof, state.claimsRoot, leaf), BadClaimProof(account));
        uint128 before = claimedOf[operator][account];
        if (cumulative <= before) return 0;
        amount = cumulative - before;
        uint128 claimed = state.claimed + amount;
        require(claimed <= state.payoutsSum, ClaimsExceedPayouts(claimed, state.payoutsSum));

        claimedOf[operator][account] = cumulative;
        state.claimed = claimed;
        emit Claimed(operator, account, cumulative, amount);

        IERC20(token).safeTransfer(account, amount);
    }

    function _requireChained(OperatorState storage state, Epoch calldata epoch) private view {
        uint64 expected = state.epochCount + 1;
        require(epoch.number == expected, WrongEpochNumber(epoch.number, expected));
        require(epoch.previous == state.lastEpochHash, WrongPreviousEpoch(epoch.previous, state.lastEpochHash));
    }

    /// @dev payouts + burned + carried, minus what the last epoch had paid out and carried, is the receipts' sum, and
    /// that is all that was collected since.
    function _requireBalanced(OperatorState storage state, PostedEpoch storage last, Epoch calldata epoch)
        private
        view
    {
        uint128 collected = state.funded - state.accounted;
        require(collected > 0, EmptyEpoch());
        require(epoch.receipts.sum == collected, ReceiptsNotCollected(epoch.receipts.sum, collected));
        require(epoch.payouts.sum >= last.payoutsSum, PayoutsFell(epoch.payouts.sum, last.payoutsSum));
        uint256 given = uint256(epoch.payouts.sum) + epoch.burned + epoch.carriedTotal;
        uint256 expected = uint256(epoch.receipts.sum) + last.payoutsSum + last.carriedTotal;
        require(given == expected, UnbalancedEpoch(given, expected));
    }

    function _requireRoots(Epoch calldata epoch) private pure {
        bool pays = epoch.payouts.sum > 0;
        bool attributes = epoch.attributions.count > 0;
        bool credits = epoch.credits.count > 0;
        require(epoch.receipts.root != 0 && epoch.receipts.count > 0, BadRoot());
        require(epoch.dataCommitment != 0 && epoch.rulesRoot != 0, BadRoot());
        require((epoch.attributions.root != 0) == attributes, BadRoot());
        require((epoch.credits.root != 0) == credits, BadRoot());
        require((epoch.payouts.root != 0) == pays && (epoch.payouts.count > 0) == pays, BadRoot());
        require((epoch.claimsRoot != 0) == pays, BadRoot());
    }
}
