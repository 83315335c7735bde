// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Epoch } from "../types/Epoch.sol";
import { Receipt } from "../types/Receipt.sol";

/// @title Epochs, burning and claims
/// @notice Holds what was collected for every operator until an epoch says whose it is. A final epoch's payouts move to the
/// operator's vault, where accounts claim them; what it burns is burned. For each operator always
/// `claimed + burned + carriedTotal ≤ funded`. Nobody's key moves this money. Where an operator collects and posts nothing,
/// anyone posts its epoch under a bond of its own, and later payers get back what no epoch accounts. A pause stops new
/// epochs, never claims, challenges, finalisation or refunds.
/// Views answer zeros for what does not exist; they never revert.
interface ISettlement {
    /// @notice Fixed at deployment.
    struct SettlementParams {
        /// OPEN.
        address token;
        /// Approves code hashes and may pause new epochs; nothing else.
        address owner;
        /// Seconds between a post and its finalisation; ≥ 72 hours off chain id 31337.
        uint64 challengeWindow;
        /// Seconds that withdrawals from channels wait.
        uint64 withdrawalDelay;
        /// Least bond of a poster, wei.
        uint128 minimumBond;
        /// Part of the unclaimed payouts that the bond covers besides, bps.
        uint16 bondShareBps;
        /// Where faults are proven: the only one that voids epochs. May be created later; it checks this link itself.
        address challenges;
        /// Where stake behind operators lies, told of every void. May be created later.
        address staking;
        /// Where a drawn committee executes attributions again: voids epochs too. May be created later; it checks this link
        /// itself.
        address committee;
    }

    /// @notice One operator's books. All amounts are wei since its first epoch.
    struct OperatorState {
        /// Ever collected and not refunded.
        uint128 funded;
        /// Of that, in posted epochs.
        uint128 accounted;
        /// Payouts of the newest final epoch: all that claims may ever have drawn by now.
        uint128 payoutsSum;
        /// Claimed by accounts: paid to them or kept as their balance. What was sent to the vault by mistake makes it
        /// smaller.
        uint128 claimed;
        /// Burned by final epochs.
        uint128 burned;
        /// Kept for stakers after the newest final epoch.
        uint128 carriedTotal;
        /// Posted, final ones included; also the newest epoch's number.
        uint64 epochCount;
        uint64 finalCount;
        /// Of the newest final epoch; claims are proven against it.
        bytes32 claimsRoot;
        /// Hash of the newest posted epoch.
        bytes32 lastEpochHash;
        /// Ever refunded to payers.
        uint128 refunded;
    }

    /// @notice `Void`: proven faulty, or above a faulty one, and its number not posted again.
    enum EpochStatus {
        None,
        Open,
        Final,
        Void
    }

    event CodeApproved(bytes32 indexed codeHash, bool approved);
    event Booked(address indexed operator, uint128 amount, uint128 funded);
    event EpochPosted(
        address indexed operator, uint64 indexed number, bytes32 indexed epochHash, Epoch epoch, uint64 finalizesAt
    );
    event EpochFinalized(
        address indexed operator, uint64 indexed number, bytes32 indexed epochHash, bytes32 claimsRoot, uint128 burned
    );
    /// @notice Epochs `from` to `to` are void; their receipts are to be accounted again.
    event EpochsVoided(address indexed operator, uint64 indexed from, uint64 to, address indexed challenger);
    event EpochsPaused(bool paused);
    /// @notice The first final epoch of an operator made its vault.
    event VaultCreated(address indexed operator, address vault);
    /// @notice Not the operator posted this epoch; the poster's own bond stands for it.
    event EpochTakenOver(address indexed operator, uint64 indexed number, address indexed poster);
    /// @notice A payer got back what no epoch accounts.
    event Refunded(address indexed operator, address indexed payer, uint128 amount);

    error ZeroAddress();
    error WindowTooShort(uint64 window, uint64 minimum);
    error ShareAboveWhole(uint16 bondShareBps);
    error NotEscrow(address caller);
    /// @notice Only the operator posts, until its epoch is overdue.
    error NotOperator(address operator, address caller);
    error WrongEpochNumber(uint64 number, uint64 expected);
    error WrongPreviousEpoch(bytes32 previous, bytes32 expected);
    error CodeNotApproved(bytes32 codeHash);
    /// @notice The fees of the receipts are not what was collected since the last post.
    error ReceiptsNotCollected(uint128 receiptsSum, uint128 collected);
    /// @notice Payouts, burned and carried do not add up to the receipts.
    error UnbalancedEpoch(uint256 given, uint256 expected);
    /// @notice Cumulative payouts never fall.
    error PayoutsFell(uint128 sum, uint128 previousSum);
    /// @notice Nothing was collected since the last post.
    error EmptyEpoch();
    /// @notice A root that the sums call for is missing, or one is given for an empty tree.
    error BadRoot();
    error NoOpenEpoch(address operator);
    /// @notice Neither `Challenges` nor `Committee`.
    error NotChallenges(address caller);
    /// @notice Only open epochs are voided: this one is final, void already or not posted.
    error EpochNotOpen(address operator, uint64 number);
    /// @notice The header given is not the operator's oldest open epoch.
    error WrongEpoch(bytes32 epochHash, bytes32 expected);
    error WindowOpen(uint64 finalizesAt);
    /// @notice New epochs are paused; claims, challenges and finalisation go on.
    error NewEpochsPaused();
    /// @notice Data of the epoch was demanded, or a committee executes a call of it again: it waits for them.
    error EpochHeld(uint64 until);
    /// @notice As many epochs are open as the books can hold: finalise the oldest.
    error TooManyOpenEpochs(uint64 number, uint64 finalCount);
    /// @notice Payers are refunded from this second on, and only as long as collected money waits for an epoch.
    error RefundNotDue(uint64 refundsAt);
    /// @notice More than waits for an epoch.
    error RefundTooLarge(uint128 amount, uint128 waiting);

    /// @notice Approves code that may derive payouts, or withdraws the approval; owner only.
    function setApprovedCode(bytes32 codeHash, bool approved) external;

    /// @notice Stops new epochs, or lets them go on; owner only. Nothing else is ever stopped.
    function setEpochsPaused(bool paused) external;

    /// @notice Records that `amount` of OPEN came in for an operator; escrow only, after its transfer.
    function book(address operator, uint128 amount) external;

    /// @notice Posts the operator's next epoch and locks the poster's bond: the operator's own from `BondVault`; of anyone
    /// else, who may post once the epoch is overdue (`dueOf`), the required amount is taken (approve the vault first).
    function postEpoch(Epoch calldata epoch) external returns (bytes32 epochHash);

    /// @notice Makes the operator's oldest open epoch final once its window has passed; anyone may. The poster's bond
    /// must still cover it: after a slash the operator first deposits again.
    /// @param epoch The header as posted: storage keeps its hash and sums, its event all of it.
    function finalize(Epoch calldata epoch) external returns (uint64 number);

    /// @notice Voids an open epoch and all later ones of its operator, which build on it; `Challenges` and `Committee`
    /// only. The books go back to the epoch before, the bond is slashed and so is the stake behind whoever posted the
    /// epoch, and the number can be posted again.
    /// @param challenger Gets its part of the bond; what is slashed of stake is all burned.
    function voidEpochs(address operator, uint64 from, address challenger) external;

    /// @notice Gives a payer back what was collected from it and no epoch accounts; escrow only, which knows how much that
    /// is. Possible once nobody posted the overdue epoch for another while (`dueOf`).
    function refund(address operator, address payer, uint128 amount) external;

    /// @notice Where the operator's accounts claim: the address is known before the vault is made, by the first final
    /// epoch.
    function vaultOf(address operator) external view returns (address);

    /// @notice Since when collected money waits for an epoch of the operator, and what follows from it; zeros while none
    /// waits. Unix seconds.
    /// @return waitingSince First collection since the newest post; with what void epochs had accounted, since the first of
    /// these posts at the latest, however often their number was posted again.
    /// @return takeoverAt From then on anyone may post.
    /// @return refundsAt From then on payers are refunded.
    function dueOf(address operator) external view returns (uint64 waitingSince, uint64 takeoverAt, uint64 refundsAt);

    function epochsPaused() external view returns (bool);

    function stateOf(address operator) external view returns (OperatorState memory);

    /// @notice An epoch by its number, counted from 1; times in Unix seconds, 0 for final epochs before the newest.
    function epochOf(address operator, uint64 number)
        external
        view
        returns (bytes32 epochHash, uint64 postedAt, uint64 finalizesAt, EpochStatus status);

    /// @notice Epochs posted by the operator; the number of its newest.
    function epochCount(address operator) external view returns (uint64);

    /// @notice Ordinals for histories of other contracts: they rise with every post and never fall, also when epochs are
    /// voided and their numbers posted again.
    /// @return posts Posts of the operator so far.
    /// @return finalPosts Ordinal of its newest final epoch; 0: none.
    function postsOf(address operator) external view returns (uint32 posts, uint32 finalPosts);

    /// @notice Who posted an open epoch or the newest final one; the zero address for others.
    function posterOf(address operator, uint64 number) external view returns (address);

    /// @notice The ordinal of the post of an open epoch or the newest final one; 0 for others.
    function postOf(address operator, uint64 number) external view returns (uint32);

    /// @notice Wei that an account has claimed from an operator's epochs, see `IClaimVault.claimedOf`.
    function claimedOf(address operator, address account) external view returns (uint128);

    /// @notice Bond that a post with this payout total needs, wei: a least sum and a share of what was not claimed at the
    /// newest finalisation.
    function requiredBond(address operator, uint128 payoutsSum) external view returns (uint128);

    function approvedCode(bytes32 codeHash) external view returns (bool);

    /// @notice The EIP-712 struct hash of a receipt (its leaf) and the digest that the operator signs.
    function hashReceipt(Receipt calldata receipt) external view returns (bytes32 leaf, bytes32 digest);

    function token() external view returns (address);

    function escrow() external view returns (address);

    function bondVault() external view returns (address);

    function challenges() external view returns (address);

    function staking() external view returns (address);

    function committee() external view returns (address);

    function challengeWindow() external view returns (uint64);

    function minimumBond() external view returns (uint128);

    function bondShareBps() external view returns (uint16);
}
