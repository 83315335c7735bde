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
import { IChallenges } from "./interfaces/IChallenges.sol";
import { ICommittee } from "./interfaces/ICommittee.sol";
import { ISettlement } from "./interfaces/ISettlement.sol";
import { IStaking } from "./interfaces/IStaking.sol";
import { LeafHash } from "./libraries/LeafHash.sol";
import { ReceiptHash } from "./libraries/ReceiptHash.sol";
import { Books, Drawn, PostedEpoch } from "./types/Books.sol";
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

    /// @inheritdoc ISettlement
    address public immutable token;
    /// @inheritdoc ISettlement
    address public immutable escrow;
    /// @inheritdoc ISettlement
    address public immutable bondVault;
    /// @inheritdoc ISettlement
    address public immutable challenges;
    /// @inheritdoc ISettlement
    address public immutable staking;
    /// @inheritdoc ISettlement
    address public immutable committee;
    /// @inheritdoc ISettlement
    uint64 public immutable challengeWindow;
    /// @inheritdoc ISettlement
    uint128 public immutable minimumBond;
    /// @inheritdoc ISettlement
    uint16 public immutable bondShareBps;

    /// @inheritdoc ISettlement
    mapping(bytes32 codeHash => bool) public approvedCode;
    /// @inheritdoc ISettlement
    bool public epochsPaused;
    mapping(address operator => mapping(address account => Drawn)) private _drawn;
    mapping(address operator => Books) private _books;
    mapping(address operator => mapping(uint64 number => PostedEpoch)) private _epochs;

    constructor(SettlementParams memory params) EIP712("OpenLedger Settlement", "1") Ownable(params.owner) {
        require(params.token != address(0) && params.challenges != address(0), ZeroAddress());
        require(params.staking != address(0) && params.committee != address(0), ZeroAddress());
        require(
            block.chainid == DEV_CHAIN_ID || params.challengeWindow >= MIN_CHALLENGE_WINDOW,
            WindowTooShort(params.challengeWindow, MIN_CHALLENGE_WINDOW)
        );
        require(params.bondShareBps <= 10_000, ShareAboveWhole(params.bondShareBps));
        token = params.token;
        challenges = params.challenges;
        staking = params.staking;
        committee = params.committee;
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
    function setEpochsPaused(bool paused) external onlyOwner {
        epochsPaused = paused;
        emit EpochsPaused(paused);
    }

    /// @inheritdoc ISettlement
    function book(address operator, uint128 amount) external {
        require(msg.sender == escrow, NotEscrow(msg.sender));

        Books storage books = _books[operator];
        books.funded += SafeCast.toUint96(amount);
        emit Booked(operator, amount, books.funded);
    }

    /// @inheritdoc ISettlement
    function postEpoch(Epoch calldata epoch) external returns (bytes32 epochHash) {
        require(msg.sender == epoch.operator, NotOperator(epoch.operator, msg.sender));
        require(!epochsPaused, NewEpochsPaused());
        Books storage books = _books[epoch.operator];
        (uint96 funded, uint96 accounted) = (books.funded, books.accounted);
        (uint32 number, uint32 post) = (books.epochCount + 1, books.posts + 1);
        PostedEpoch storage last = _epochs[epoch.operator][number - 1];
        require(epoch.number == number, WrongEpochNumber(epoch.number, number));
        require(epoch.previous == last.epochHash, WrongPreviousEpoch(epoch.previous, last.epochHash));
        require(approvedCode[epoch.codeHash], CodeNotApproved(epoch.codeHash));
        _requireBalanced(funded - accounted, last.payoutsSum, last.carriedTotal, epoch);
        _requireRoots(epoch);

        epochHash = epoch.hash();
        (books.accounted, books.epochCount, books.posts) = (funded, number, post);
        // The balance holds every part of the epoch below what was ever collected, which fits.
        _epochs[epoch.operator][number] = PostedEpoch(
            epochHash, uint96(epoch.payouts.sum), uint96(epoch.carriedTotal), uint32(block.timestamp), post, funded
        );
        emit EpochPosted(epoch.operator, number, epochHash, epoch, uint64(block.timestamp) + challengeWindow);

        IBondVault(bondVault).lock(epoch.operator, requiredBond(epoch.operator, epoch.payouts.sum));
    }

    /// @inheritdoc ISettlement
    function finalize(Epoch calldata epoch) external returns (uint64 number) {
        address operator = epoch.operator;
        Books storage books = _books[operator];
        uint32 epochCount_ = books.epochCount;
        number = books.finalCount + 1;
        require(number <= epochCount_, NoOpenEpoch(operator));
        PostedEpoch storage posted = _epochs[operator][number];
        bytes32 epochHash = epoch.hash();
        require(epochHash == posted.epochHash, WrongEpoch(epochHash, posted.epochHash));
        uint64 finalizesAt = posted.postedAt + challengeWindow;
        require(block.timestamp >= finalizesAt, WindowOpen(finalizesAt));
        _requireReleased(IChallenges(challenges).heldUntil(operator, posted.post));
        _requireReleased(ICommittee(committee).heldUntil(operator, posted.post));
        IBondVault(bondVault).lock(operator, requiredBond(operator, posted.payoutsSum));

        // Fits: the number follows a uint32 counter.
        // forge-lint: disable-next-line(unsafe-typecast)
        books.finalCount = uint32(number);
        books.claimsRoot = epoch.claimsRoot;
        books.payoutsSum = posted.payoutsSum;
        books.carriedTotal = posted.carriedTotal;
        books.burned += uint96(epoch.burned);
        emit EpochFinalized(operator, number, epochHash, epoch.claimsRoot, epoch.burned);

        if (number == epochCount_) IBondVault(bondVault).release(operator);
        if (epoch.burned > 0) ERC20Burnable(token).burn(epoch.burned);
    }

    /// @inheritdoc ISettlement
    function voidEpochs(address operator, uint64 from, address challenger) external {
        require(msg.sender == challenges || msg.sender == committee, NotChallenges(msg.sender));
        Books storage books = _books[operator];
        uint32 last = books.epochCount;
        uint32 finalCount = books.finalCount;
        require(from > finalCount && from <= last, EpochNotOpen(operator, from));
        PostedEpoch storage before = _epochs[operator][from - 1];

        // Fits: `from` is at most a uint32 counter.
        // forge-lint: disable-next-line(unsafe-typecast)
        books.epochCount = uint32(from - 1);
        books.accounted = before.accounted;
        emit EpochsVoided(operator, from, last, challenger);

        uint128 keep = from - 1 > finalCount ? requiredBond(operator, before.payoutsSum) : 0;
        IBondVault(bondVault).slash(operator, challenger, keep);
        IStaking(staking).slashForFault(operator, challenger);
    }

    /// @inheritdoc ISettlement
    function claim(address operator, address account, uint128 cumulative, bytes32[] calldata proof)
        external
        returns (uint128 amount)
    {
        amount = _claim(operator, account, cumulative, proof, false);
        require(amount > 0, NothingToClaim(account));
    }

    /// @inheritdoc ISettlement
    function claimToBalance(address operator, address account, uint128 cumulative, bytes32[] calldata proof)
        external
        returns (uint128 amount)
    {
        amount = _claim(operator, account, cumulative, proof, true);
        require(amount > 0, NothingToClaim(account));
    }

    /// @inheritdoc ISettlement
    function claimBatch(address operator, Claim[] calldata claims) external returns (uint128 amount) {
        for (uint256 i = 0; i < claims.length; ++i) {
            amount += _claim(operator, claims[i].account, claims[i].cumulative, claims[i].proof, false);
        }
    }

    /// @inheritdoc ISettlement
    function claimMany(
        address operator,
        address[] calldata accounts,
        uint128[] calldata cumulatives,
        bytes32[] calldata proof,
        bool[] calldata flags,
        bool toBalance
    ) external returns (uint128 amount) {
        _requireMultiproof(_books[operator].claimsRoot, accounts, cumulatives, proof, flags);
        uint128[] memory amounts;
        (amount, amounts) = _drawMany(operator, accounts, cumulatives, toBalance);
        if (toBalance) return amount;

        for (uint256 i = 0; i < amounts.length; ++i) {
            if (amounts[i] > 0) IERC20(token).safeTransfer(accounts[i], amounts[i]);
        }
    }

    /// @inheritdoc ISettlement
    function withdraw(address operator, address account) external returns (uint128 amount) {
        Drawn storage drawn = _drawn[operator][account];
        amount = drawn.balance;
        require(amount > 0, NothingToWithdraw(account));

        drawn.balance = 0;
        emit BalanceWithdrawn(operator, account, amount);

        IERC20(token).safeTransfer(account, amount);
    }

    /// @inheritdoc ISettlement
    function claimedOf(address operator, address account) external view returns (uint128) {
        return _drawn[operator][account].claimed;
    }

    /// @inheritdoc ISettlement
    function balanceOf(address operator, address account) external view returns (uint128) {
        return _drawn[operator][account].balance;
    }

    /// @inheritdoc ISettlement
    function stateOf(address operator) external view returns (OperatorState memory state) {
        Books storage books = _books[operator];
        (state.funded, state.accounted) = (books.funded, books.accounted);
        (state.payoutsSum, state.claimed) = (books.payoutsSum, books.claimed);
        (state.burned, state.carriedTotal) = (books.burned, books.carriedTotal);
        (state.epochCount, state.finalCount) = (books.epochCount, books.finalCount);
        state.claimsRoot = books.claimsRoot;
        state.lastEpochHash = _epochs[operator][books.epochCount].epochHash;
    }

    /// @inheritdoc ISettlement
    function epochOf(address operator, uint64 number)
        external
        view
        returns (bytes32 epochHash, uint64 postedAt, uint64 finalizesAt, EpochStatus status)
    {
        Books storage books = _books[operator];
        PostedEpoch storage posted = _epochs[operator][number];
        epochHash = posted.epochHash;
        if (epochHash == 0) return (0, 0, 0, EpochStatus.None);
        postedAt = posted.postedAt;
        finalizesAt = postedAt + challengeWindow;
        if (number > books.epochCount) status = EpochStatus.Void;
        else status = number > books.finalCount ? EpochStatus.Open : EpochStatus.Final;
    }

    /// @inheritdoc ISettlement
    function epochCount(address operator) external view returns (uint64) {
        return _books[operator].epochCount;
    }

    /// @inheritdoc ISettlement
    function postsOf(address operator) external view returns (uint32 posts, uint32 finalPosts) {
        Books storage books = _books[operator];
        return (books.posts, _epochs[operator][books.finalCount].post);
    }

    /// @inheritdoc ISettlement
    function postOf(address operator, uint64 number) external view returns (uint32) {
        return number <= _books[operator].epochCount ? _epochs[operator][number].post : 0;
    }

    /// @inheritdoc ISettlement
    function requiredBond(address operator, uint128 payoutsSum) public view returns (uint128) {
        uint128 claimed = _books[operator].claimed;
        uint256 unclaimed = payoutsSum > claimed ? payoutsSum - claimed : 0;
        return minimumBond + SafeCast.toUint128(unclaimed * bondShareBps / 10_000);
    }

    /// @inheritdoc ISettlement
    function hashReceipt(Receipt calldata receipt) external view returns (bytes32 leaf, bytes32 digest) {
        leaf = ReceiptHash.hash(receipt);
        digest = _hashTypedDataV4(leaf);
    }

    function _claim(address operator, address account, uint128 cumulative, bytes32[] calldata proof, bool toBalance)
        private
        returns (uint128 amount)
    {
        Books storage books = _books[operator];
        bytes32 leaf = LeafHash.claim(account, cumulative);
        require(MerkleProof.verifyCalldata(proof, books.claimsRoot, leaf), BadClaimProof(account));
        amount = _draw(operator, account, cumulative, toBalance);
        if (amount == 0) return 0;
        _addClaimed(books, amount);

        if (!toBalance) IERC20(token).safeTransfer(account, amount);
    }

    function _requireMultiproof(
        bytes32 claimsRoot,
        address[] calldata accounts,
        uint128[] calldata cumulatives,
        bytes32[] calldata proof,
        bool[] calldata flags
    ) private pure {
        bytes32[] memory leaves = new bytes32[](accounts.length);
        require(leaves.length > 0 && leaves.length == cumulatives.length, BadClaimsProof());
        require(proof.length + leaves.length == flags.length + 1, BadClaimsProof());
        for (uint256 i = 0; i < leaves.length; ++i) {
            leaves[i] = LeafHash.claim(accounts[i], cumulatives[i]);
        }
        require(MerkleProof.multiProofVerifyCalldata(proof, flags, claimsRoot, leaves), BadClaimsProof());
    }

    function _drawMany(address operator, address[] calldata accounts, uint128[] calldata cumulatives, bool toBalance)
        private
        returns (uint128 amount, uint128[] memory amounts)
    {
        amounts = new uint128[](accounts.length);
        for (uint256 i = 0; i < amounts.length; ++i) {
            amounts[i] = _draw(operator, accounts[i], cumulatives[i], toBalance);
            amount += amounts[i];
        }
        _addClaimed(_books[operator], amount);
    }

    /// @dev Raises what the account has claimed; a proof was checked. `_addClaimed` has to follow: it reverts for sums
    /// above the payouts, and with them for those that don't fit.
    function _draw(address operator, address account, uint128 cumulative, bool toBalance)
        private
        returns (uint128 amount)
    {
        Drawn storage drawn = _drawn[operator][account];
        (uint96 before, uint96 balance) = (drawn.claimed, drawn.balance);
        if (cumulative <= before) return 0;
        amount = cumulative - before;
        // Fits: `_addClaimed` reverts above the payouts, which are a uint96.
        // forge-lint: disable-next-line(unsafe-typecast)
        if (toBalance) balance += uint96(amount);
        // Fits: `_addClaimed` reverts above the payouts, which are a uint96.
        // forge-lint: disable-next-line(unsafe-typecast)
        (drawn.claimed, drawn.balance) = (uint96(cumulative), balance);
        emit Claimed(operator, account, cumulative, amount);
    }

    function _addClaimed(Books storage books, uint128 amount) private {
        uint256 claimed = uint256(books.claimed) + amount;
        require(claimed <= books.payoutsSum, ClaimsExceedPayouts(claimed, books.payoutsSum));
        // Fits: at most the payouts, which are a uint96.
        // forge-lint: disable-next-line(unsafe-typecast)
        books.claimed = uint96(claimed);
    }

    /// @dev payouts + burned + carried, minus what the last epoch had paid out and carried, is the receipts' sum, and
    /// that is all that was collected since.
    function _requireBalanced(uint96 collected, uint96 lastPayouts, uint96 lastCarried, Epoch calldata epoch)
        private
        pure
    {
        require(collected > 0, EmptyEpoch());
        require(epoch.receipts.sum == collected, ReceiptsNotCollected(epoch.receipts.sum, collected));
        require(epoch.payouts.sum >= lastPayouts, PayoutsFell(epoch.payouts.sum, lastPayouts));
        uint256 given = uint256(epoch.payouts.sum) + epoch.burned + epoch.carriedTotal;
        uint256 expected = uint256(collected) + lastPayouts + lastCarried;
        require(given == expected, UnbalancedEpoch(given, expected));
    }

    function _requireReleased(uint64 heldUntil) private view {
        require(block.timestamp >= heldUntil, EpochHeld(heldUntil));
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
