// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Ownable } from "@openzeppelin/contracts/access/Ownable.sol";
import { Ownable2Step } from "@openzeppelin/contracts/access/Ownable2Step.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { ERC20Burnable } from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { Create2 } from "@openzeppelin/contracts/utils/Create2.sol";
import { EIP712 } from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import { BondVault } from "./BondVault.sol";
import { ClaimVault } from "./ClaimVault.sol";
import { PaymentEscrow } from "./PaymentEscrow.sol";
import { IBondVault } from "./interfaces/IBondVault.sol";
import { IChallenges } from "./interfaces/IChallenges.sol";
import { IClaimVault } from "./interfaces/IClaimVault.sol";
import { ICommittee } from "./interfaces/ICommittee.sol";
import { ISettlement } from "./interfaces/ISettlement.sol";
import { IStaking } from "./interfaces/IStaking.sol";
import { ReceiptHash } from "./libraries/ReceiptHash.sol";
import { Books, PostedEpoch } from "./types/Books.sol";
import { Epoch } from "./types/Epoch.sol";
import { Receipt } from "./types/Receipt.sol";

/// @title Epochs, burning and payouts
/// @dev Creates its escrow, its bond vault and each operator's claim vault: they know each other by immutable addresses,
/// and nobody can come between.
contract Settlement is ISettlement, EIP712, Ownable2Step {
    using SafeERC20 for IERC20;

    uint64 public constant MIN_CHALLENGE_WINDOW = 72 hours;
    /// @notice Chain id of the development chain, where the window may be shorter.
    uint256 public constant DEV_CHAIN_ID = 31_337;
    /// @notice Places for the open epochs of an operator and its newest final one: a post writes over the place of an epoch
    /// that was final long before.
    uint64 public constant EPOCH_PLACES = 128;
    /// @notice Challenge windows for which collected money waits before anyone may post its epoch.
    uint64 public constant TAKEOVER_WINDOWS = 2;
    /// @notice Challenge windows for which it waits before payers get it back.
    uint64 public constant REFUND_WINDOWS = 4;

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
    mapping(address operator => Books) private _books;
    /// @dev Stays when the epoch is voided, until its number is posted again.
    mapping(address operator => mapping(uint64 number => bytes32)) private _epochHashes;
    /// @dev By number modulo the places. What stands for a number below the newest final one is not its own.
    mapping(address operator => PostedEpoch[EPOCH_PLACES]) private _epochs;

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
        uint96 funded = books.funded;
        bool isFirst = funded == books.accounted;

        funded += SafeCast.toUint96(amount);
        books.funded = funded;
        // Fits until the year 2106.
        // forge-lint: disable-next-line(unsafe-typecast)
        if (isFirst) books.waitingSince = uint32(block.timestamp);
        emit Booked(operator, amount, funded);
    }

    /// @inheritdoc ISettlement
    function postEpoch(Epoch calldata epoch) external returns (bytes32 epochHash) {
        address operator = epoch.operator;
        Books storage books = _books[operator];
        (uint96 funded, uint96 accounted) = (books.funded, books.accounted);
        (uint32 number, uint32 post) = (books.epochCount + 1, books.posts + 1);
        bool isOwn = msg.sender == operator;
        require(isOwn || _hasWaited(books, TAKEOVER_WINDOWS), NotOperator(operator, msg.sender));
        require(!epochsPaused, NewEpochsPaused());
        require(epoch.number == number, WrongEpochNumber(epoch.number, number));
        require(number - books.finalCount < EPOCH_PLACES, TooManyOpenEpochs(number, books.finalCount));
        bytes32 previous = _epochHashes[operator][number - 1];
        require(epoch.previous == previous, WrongPreviousEpoch(epoch.previous, previous));
        require(approvedCode[epoch.codeHash], CodeNotApproved(epoch.codeHash));
        PostedEpoch storage last = _placeOf(operator, number - 1);
        _requireBalanced(funded - accounted, last.payoutsSum, last.carriedTotal, epoch);
        _requireRoots(epoch);

        epochHash = epoch.hash();
        (books.accounted, books.epochCount, books.posts) = (funded, number, post);
        _epochHashes[operator][number] = epochHash;
        // The balance holds every part of the epoch below what was ever collected, which fits; the time until 2106.
        _epochs[operator][number % EPOCH_PLACES] = PostedEpoch(
            uint96(epoch.payouts.sum), uint96(epoch.carriedTotal), uint32(block.timestamp), post, funded, msg.sender
        );
        emit EpochPosted(operator, number, epochHash, epoch, uint64(block.timestamp) + challengeWindow);
        if (!isOwn) emit EpochTakenOver(operator, number, msg.sender);

        uint128 bond = requiredBond(operator, epoch.payouts.sum);
        if (isOwn) IBondVault(bondVault).lock(operator, bond);
        else IBondVault(bondVault).lockPoster(operator, number, post, msg.sender, bond);
    }

    /// @inheritdoc ISettlement
    function finalize(Epoch calldata epoch) external returns (uint64 number) {
        address operator = epoch.operator;
        Books storage books = _books[operator];
        number = books.finalCount + 1;
        bool isNewest = number == books.epochCount;
        PostedEpoch memory posted = _requireDue(books, epoch, number);
        bool isOwn = posted.poster == operator;
        if (isOwn) IBondVault(bondVault).lock(operator, requiredBond(operator, posted.payoutsSum));

        (uint96 rise, uint96 claimed) = (posted.payoutsSum - books.payoutsSum, _claimedOf(books));
        // Fits: the number follows a uint32 counter.
        // forge-lint: disable-next-line(unsafe-typecast)
        (books.payoutsSum, books.claimed, books.finalCount) = (posted.payoutsSum, claimed, uint32(number));
        (books.burned, books.carriedTotal) = (books.burned + uint96(epoch.burned), posted.carriedTotal);
        emit EpochFinalized(operator, number, _epochHashes[operator][number], epoch.claimsRoot, epoch.burned);

        if (!isOwn) IBondVault(bondVault).returnPoster(operator, number, posted.post);
        if (isNewest) IBondVault(bondVault).release(operator);
        _payIn(books, operator, rise, epoch.claimsRoot);
        if (epoch.burned > 0) ERC20Burnable(token).burn(epoch.burned);
    }

    /// @inheritdoc ISettlement
    function voidEpochs(address operator, uint64 from, address challenger) external {
        require(msg.sender == challenges || msg.sender == committee, NotChallenges(msg.sender));
        Books storage books = _books[operator];
        uint32 last = books.epochCount;
        uint32 finalCount = books.finalCount;
        require(from > finalCount && from <= last, EpochNotOpen(operator, from));
        PostedEpoch storage before = _placeOf(operator, from - 1);
        PostedEpoch storage faulty = _placeOf(operator, from);

        // Fits: `from` is at most a uint32 counter.
        // forge-lint: disable-next-line(unsafe-typecast)
        (books.epochCount, books.accounted) = (uint32(from - 1), before.accounted);
        // forge-lint: disable-next-line(unsafe-typecast)
        _waitAgain(books, uint32(from), faulty.postedAt);
        emit EpochsVoided(operator, from, last, challenger);

        bool isFirstOpen = from - 1 == finalCount;
        if (faulty.poster == operator) {
            uint128 keep = isFirstOpen ? 0 : requiredBond(operator, before.payoutsSum);
            IBondVault(bondVault).slash(operator, challenger, keep);
        } else {
            IBondVault(bondVault).slashPoster(operator, from, faulty.post, challenger);
            if (isFirstOpen) IBondVault(bondVault).release(operator);
        }
        IStaking(staking).slashForFault(faulty.poster);
    }

    /// @inheritdoc ISettlement
    function refund(address operator, address payer, uint128 amount) external {
        require(msg.sender == escrow, NotEscrow(msg.sender));
        Books storage books = _books[operator];
        uint96 waiting = books.funded - books.accounted;
        require(_hasWaited(books, REFUND_WINDOWS), RefundNotDue(books.waitingSince + REFUND_WINDOWS * challengeWindow));
        require(amount <= waiting, RefundTooLarge(amount, waiting));

        // Fits: at most what waits, a uint96.
        // forge-lint: disable-next-line(unsafe-typecast)
        (books.funded, books.refunded) = (books.funded - uint96(amount), books.refunded + uint96(amount));
        emit Refunded(operator, payer, amount);

        IERC20(token).safeTransfer(payer, amount);
    }

    /// @inheritdoc ISettlement
    function claimedOf(address operator, address account) external view returns (uint128) {
        address vault = _books[operator].vault;
        return vault == address(0) ? 0 : IClaimVault(vault).claimedOf(account);
    }

    /// @inheritdoc ISettlement
    function vaultOf(address operator) external view returns (address) {
        bytes memory arguments = abi.encode(token, operator);
        return
            Create2.computeAddress(_saltOf(operator), keccak256(bytes.concat(type(ClaimVault).creationCode, arguments)));
    }

    /// @inheritdoc ISettlement
    function dueOf(address operator) external view returns (uint64 waitingSince, uint64 takeoverAt, uint64 refundsAt) {
        Books storage books = _books[operator];
        if (books.funded == books.accounted) return (0, 0, 0);
        waitingSince = books.waitingSince;
        takeoverAt = waitingSince + TAKEOVER_WINDOWS * challengeWindow;
        refundsAt = waitingSince + REFUND_WINDOWS * challengeWindow;
    }

    /// @inheritdoc ISettlement
    function stateOf(address operator) external view returns (OperatorState memory state) {
        Books storage books = _books[operator];
        (state.funded, state.accounted) = (books.funded, books.accounted);
        (state.payoutsSum, state.claimed) = (books.payoutsSum, _claimedOf(books));
        (state.burned, state.carriedTotal) = (books.burned, books.carriedTotal);
        (state.epochCount, state.finalCount) = (books.epochCount, books.finalCount);
        if (books.vault != address(0)) state.claimsRoot = IClaimVault(books.vault).claimsRoot();
        state.lastEpochHash = _epochHashes[operator][books.epochCount];
        state.refunded = books.refunded;
    }

    /// @inheritdoc ISettlement
    function epochOf(address operator, uint64 number)
        external
        view
        returns (bytes32 epochHash, uint64 postedAt, uint64 finalizesAt, EpochStatus status)
    {
        Books storage books = _books[operator];
        epochHash = _epochHashes[operator][number];
        if (epochHash == 0) return (0, 0, 0, EpochStatus.None);
        if (number >= books.finalCount) {
            postedAt = _placeOf(operator, number).postedAt;
            finalizesAt = postedAt + challengeWindow;
        }
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
        return (books.posts, _placeOf(operator, books.finalCount).post);
    }

    /// @inheritdoc ISettlement
    function posterOf(address operator, uint64 number) external view returns (address) {
        return _isKnown(operator, number) ? _placeOf(operator, number).poster : address(0);
    }

    /// @inheritdoc ISettlement
    function postOf(address operator, uint64 number) external view returns (uint32) {
        return _isKnown(operator, number) ? _placeOf(operator, number).post : 0;
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

    /// @dev Reverts unless the header is that of the operator's oldest open epoch and nothing holds it any more.
    function _requireDue(Books storage books, Epoch calldata epoch, uint64 number)
        private
        view
        returns (PostedEpoch memory posted)
    {
        address operator = epoch.operator;
        require(number <= books.epochCount, NoOpenEpoch(operator));
        (bytes32 epochHash, bytes32 expected) = (epoch.hash(), _epochHashes[operator][number]);
        require(epochHash == expected, WrongEpoch(epochHash, expected));
        posted = _placeOf(operator, number);
        uint64 finalizesAt = posted.postedAt + challengeWindow;
        require(block.timestamp >= finalizesAt, WindowOpen(finalizesAt));
        _requireReleased(IChallenges(challenges).heldUntil(operator, posted.post));
        _requireReleased(ICommittee(committee).heldUntil(operator, posted.post));
    }

    function _requireReleased(uint64 heldUntil) private view {
        require(block.timestamp >= heldUntil, EpochHeld(heldUntil));
    }

    /// @dev Moves a final epoch's payouts to where accounts claim them.
    function _payIn(Books storage books, address operator, uint96 rise, bytes32 claimsRoot) private {
        address vault = books.vault;
        if (vault == address(0)) {
            vault = address(new ClaimVault{ salt: _saltOf(operator) }(IERC20(token), operator));
            books.vault = vault;
            emit VaultCreated(operator, vault);
        }
        if (rise > 0) IERC20(token).safeTransfer(vault, rise);
        IClaimVault(vault).install(claimsRoot);
    }

    /// @dev What a void epoch had accounted waits again, and has waited all the while: at the latest since its post, and
    /// since what an earlier void of the same number, or of one below, found. So nobody puts takeover and refunds off by
    /// posting and voiding again.
    function _waitAgain(Books storage books, uint32 number, uint32 postedAt) private {
        uint32 since = books.waitingSince < postedAt ? books.waitingSince : postedAt;
        uint32 lowest = books.voidedNumber > books.finalCount ? books.voidedNumber : type(uint32).max;
        if (number <= lowest) {
            if (lowest != type(uint32).max && books.voidedSince < since) since = books.voidedSince;
            (books.voidedNumber, books.voidedSince) = (number, since);
        }
        books.waitingSince = since;
    }

    /// @dev What accounts have claimed follows from what they have not: it never falls, whatever else is sent to the vault.
    function _claimedOf(Books storage books) private view returns (uint96) {
        (uint96 payoutsSum, uint96 claimed, address vault) = (books.payoutsSum, books.claimed, books.vault);
        if (vault == address(0)) return 0;
        uint256 unclaimed = IClaimVault(vault).unclaimed();
        // Fits: less than the payouts, which are a uint96.
        // forge-lint: disable-next-line(unsafe-typecast)
        return unclaimed + claimed < payoutsSum ? payoutsSum - uint96(unclaimed) : claimed;
    }

    /// @dev Whether money waits for an epoch since that many challenge windows.
    function _hasWaited(Books storage books, uint64 windows) private view returns (bool) {
        return books.funded != books.accounted && block.timestamp >= books.waitingSince + windows * challengeWindow;
    }

    /// @dev Whether the number is that of an open epoch or the newest final one.
    function _isKnown(address operator, uint64 number) private view returns (bool) {
        Books storage books = _books[operator];
        return number >= books.finalCount && number <= books.epochCount;
    }

    /// @dev Where an open epoch is kept, and the newest final one; empty for number 0, before the first.
    function _placeOf(address operator, uint64 number) private view returns (PostedEpoch storage) {
        return _epochs[operator][number % EPOCH_PLACES];
    }

    function _saltOf(address operator) private pure returns (bytes32) {
        return bytes32(uint256(uint160(operator)));
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
